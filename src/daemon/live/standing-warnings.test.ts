import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { instant, microseconds, seconds } from "../../base/time.ts";
import { toPlain } from "../../status/live/to-plain.ts";
import type { VrrpEvent } from "../../vrrp/events.ts";
import type { Warning } from "../../vrrp/warning.ts";
import type { StampedEvent } from "../messages.ts";
import { type PlainWarning, reviveWarning, standingLimit, StandingWarnings } from "./standing-warnings.ts";

const other = IpAddress.of("192.0.2.2");

/** As it comes over the channel. */
function told(monotonic: number, event: VrrpEvent): StampedEvent {
  const stamped = { wall: 0, monotonic, pid: 7, process: "vrrp", event: toPlain(event).value } as const;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON is what the channel makes of it
  return JSON.parse(JSON.stringify(stamped)) as StampedEvent;
}

const begun = (at: number, warning: Warning, instance = "VI_1"): StampedEvent =>
  told(at, { kind: "warning", instance, other, warning });

const kinds: readonly Warning[] = [
  { kind: "split-brain", priority: 100, ours: 150, rejection: undefined },
  { kind: "address-list-differs", missing: [IpAddress.of("192.0.2.9")], unexpected: [IpAddress.of("fe80::9")] },
  { kind: "vrid-conflict", vrid: 51, interface: "eth0", addresses: [IpAddress.of("192.0.2.8")] },
  { kind: "carp", vrid: 51, interface: "eth0" },
  { kind: "owner-conflict" },
  { kind: "adverts-rejected", reason: { kind: "interval", received: seconds(2), expected: seconds(1) } },
];

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("what has begun and is not over stands, and comes to the next process as it was", () => {
  const warnings = new StandingWarnings();
  warnings.hear(kinds.map((warning, index) => begun(index, warning)));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  const sent = JSON.parse(JSON.stringify(warnings.besides(8))) as readonly PlainWarning[];
  assert.deepEqual(
    sent.map(reviveWarning).map(plain),
    kinds.map((warning, index) => plain({ instance: "VI_1", other, warning, since: instant(index) })),
  );
  assert.ok(sent.map(reviveWarning).every((each) => each.other instanceof IpAddress));
  const carp = kinds.find(({ kind }) => kind === "carp");
  assert.ok(carp !== undefined);
  warnings.hear([told(9, { kind: "warning-over", instance: "VI_1", other, warning: carp, lasted: microseconds(6) })]);
  assert.deepEqual(
    warnings.besides(8).map(({ warning }) => warning.kind),
    kinds.map(({ kind }) => kind).filter((kind) => kind !== "carp"),
  );
});

test("a process is not told what it has said itself", () => {
  const warnings = new StandingWarnings();
  warnings.hear([begun(1, { kind: "owner-conflict" })]);
  assert.deepEqual(warnings.besides(7), []);
});

test("at the bound the oldest is forgotten", () => {
  const warnings = new StandingWarnings();
  const owner = { kind: "owner-conflict" } as const;
  warnings.hear(Array.from({ length: standingLimit + 1 }, (_, index) => begun(index, owner, `VI_${index}`)));
  assert.equal(warnings.besides(8).length, standingLimit);
  assert.equal(warnings.besides(8)[0]?.instance, "VI_1");
});
