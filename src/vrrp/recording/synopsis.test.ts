import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { instant, seconds } from "../../base/time.ts";
import { parseInstance, Words } from "../../sim/script-language.ts";
import type { Input, NetworkChange } from "../inputs.ts";
import type { MaintenanceOrder } from "../maintenance.ts";
import type { Standings } from "./record.ts";
import { senderLimit, Synopsis } from "./synopsis.ts";

const nothing: Standings = { instances: [], verdicts: new Map(), isHandingOver: false };
const config = {
  instances: [parseInstance(new Words("instance VI_1"))],
  syncGroups: [],
  scripts: [],
  startupDelay: seconds(5),
};

function link(name: string, usable: boolean): NetworkChange {
  return { kind: "link", link: { name, usable, loopback: false, multicast: true } };
}

function address(
  name: string,
  last: number,
  kind: "address-added" | "address-removed" = "address-added",
): NetworkChange {
  return { kind, interface: name, prefix: { address: IpAddress.of(`192.0.2.${last}`), length: 24 }, usable: true };
}

function packet(source: number): Input {
  const [from, destination] = [IpAddress.of(`10.0.${source >> 8}.${source & 255}`), IpAddress.of("224.0.0.18")];
  const payload = Uint8Array.of(0x31, 51, 100, 0);
  return {
    kind: "packet",
    interface: "eth0",
    family: "ipv4",
    mode: "multicast",
    packet: { source: from, destination, ttl: 255, payload },
  };
}

function order(target: string, isTentative: boolean): MaintenanceOrder {
  return { target, by: "root", reason: "", since: 0, until: undefined, isTentative };
}

/** What is known after these inputs, a second apart. */
function knownAfter(inputs: readonly Input[], standings = nothing): readonly Input[] {
  const synopsis = new Synopsis();
  for (const [index, input] of inputs.entries()) synopsis.learn(instant(index * 1_000_000), input);
  return synopsis.inputs(instant(inputs.length * 1_000_000), standings).map(({ input }) => input);
}

function changesIn(inputs: readonly Input[]): readonly NetworkChange[] {
  return inputs.flatMap((input) => (input.kind === "network" ? input.changes : []));
}

test("of links and addresses that is known which is true now, in parts", () => {
  const gone: NetworkChange = { kind: "link-removed", interface: "eth1" };
  const before = [link("eth0", true), address("eth0", 1), address("eth0", 2), link("eth1", true), address("eth1", 3)];
  const after = [link("eth0", false), address("eth0", 1, "address-removed"), gone];
  const known = knownAfter([
    { kind: "network", changes: before },
    { kind: "network", changes: after },
  ]);
  assert.deepEqual(changesIn(known), [link("eth0", false), address("eth0", 2)]);
  const many = Array.from({ length: 200 }, (_, index) => address("eth0", index + 1));
  const parts = knownAfter([{ kind: "network", changes: many }]).filter(({ kind }) => kind === "network");
  assert.equal(parts.length, 4);
  assert.deepEqual(changesIn(parts), many);
});

test("the last configuration, with what is in files and how many processes there are", () => {
  const files = new Map([["flag", "1"]]);
  const known = knownAfter([
    { kind: "configure", config, files },
    { kind: "file-changed", file: "flag", content: "2" },
    { kind: "processes-counted", counts: new Map([["web", 1]]) },
    { kind: "processes-counted", counts: new Map([["dns", 3]]) },
    { kind: "tick" },
  ]);
  assert.deepEqual(known, [
    { kind: "maintenance", orders: [] },
    // Of the delay of the start no time is left.
    { kind: "configure", config: { ...config, startupDelay: 0 }, files: new Map([["flag", "2"]]) },
    {
      kind: "processes-counted",
      counts: new Map([
        ["web", 1],
        ["dns", 3],
      ]),
    },
  ]);
  const [, early] = knownAfter([{ kind: "configure", config }, { kind: "tick" }]);
  assert.ok(early?.kind === "configure");
  assert.equal(early.config.startupDelay, seconds(3));
});

test("an order that was tried is in force, one that is being tried is not yet", () => {
  const orders = [order("VI_1", false), order("VI_2", true)];
  const tried = knownAfter([{ kind: "maintenance", orders }]);
  assert.deepEqual(tried, [{ kind: "maintenance", orders: [order("VI_1", false), order("VI_2", false)] }]);
  const trying = knownAfter([{ kind: "maintenance", orders }], { ...nothing, isHandingOver: true });
  assert.deepEqual(trying, [{ kind: "maintenance", orders: [order("VI_1", false)] }]);
});

function heardAt(at: number): Standings {
  return { ...nothing, instances: [{ name: "VI_1", state: "backup", timer: undefined, heardAt: instant(at) }] };
}

function packetsIn(inputs: readonly Input[]): number {
  return inputs.filter(({ kind }) => kind === "packet").length;
}

test("of packets those that backups have heard their masters by; senders have a bound", () => {
  assert.equal(packetsIn(knownAfter([packet(1), packet(2), packet(1)], heardAt(2_000_000))), 1);
  // It has been heard again since.
  assert.equal(packetsIn(knownAfter([packet(1), packet(2), packet(1)], heardAt(0))), 0);
  const many = Array.from({ length: senderLimit }, (_, source) => packet(source + 1));
  assert.equal(packetsIn(knownAfter([packet(0), ...many.slice(1)], heardAt(0))), 1);
  assert.equal(packetsIn(knownAfter([packet(0), ...many], heardAt(0))), 0);
});
