import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { instant, milliseconds, seconds, later, type Instant } from "../../base/time.ts";
import { Player } from "../../sim/replay/index.ts";
import { parseInstance, Words } from "../../sim/script-language.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import { VrrpEngine } from "../../vrrp/engine.ts";
import type { Input } from "../../vrrp/inputs.ts";
import { isTransition, type Recorded, type SegmentHead } from "../../vrrp/recording/index.ts";
import { holdfastVersion } from "../../base/version.ts";
import { type ReportOptions, ReplayReport, type Selection } from "./report.ts";

// A replay of one instance that becomes master and loses its link, as people and programs are told of it.

const configOf = (...more: readonly string[]): VrrpConfig => ({
  instances: ["VI_1", "VI_2 vrid=52"].map((name) => parseInstance(new Words([`instance ${name}`, ...more].join(" ")))),
  syncGroups: [],
  scripts: [],
  startupDelay: seconds(0),
});

const start = instant(1_000_000);
/** Midnight is local. */
const wall = new Date(2026, 10, 21, 12, 0, 0).getTime() * 1_000;
const head: SegmentHead = {
  program: holdfastVersion,
  run: "4711.1",
  number: 1,
  begins: "start",
  at: start,
  wall,
  releasesAtOnce: false,
};
const link = (usable: boolean): Input => ({
  kind: "network",
  changes: [{ kind: "link", link: { name: "eth0", usable, loopback: false, multicast: true } }],
});
const prefix = { address: IpAddress.of("192.0.2.1"), length: 24 };
const told: readonly (readonly [Instant, Input])[] = [
  [start, link(true)],
  [start, { kind: "network", changes: [{ kind: "address-added", interface: "eth0", prefix, usable: true }] }],
  [start, { kind: "configure", config: configOf() }],
  [later(start, milliseconds(3_610)), { kind: "tick" }],
  [later(start, milliseconds(5_000)), link(false)],
];

function recordingOf(inputs: typeof told): readonly Recorded[] {
  const engine = new VrrpEngine();
  return [
    { kind: "segment", head },
    ...inputs.flatMap(([at, input]): readonly Recorded[] => [
      { kind: "input", at, input },
      ...engine.handle(at, input).flatMap((effect): readonly Recorded[] => {
        const isOne = effect.kind === "event" && isTransition(effect.event);
        return isOne ? [{ kind: "transition", at, event: effect.event }] : [];
      }),
    ]),
  ];
}

const nothing: Selection = { subject: undefined, from: undefined, to: undefined };
const plainly: ReportOptions = { steps: false, json: false, config: undefined };

async function report(
  recording: readonly Recorded[],
  selection: Partial<Selection> = {},
  options: Partial<ReportOptions> = {},
  config?: VrrpConfig,
): Promise<{ readonly status: number; readonly text: string }> {
  let text = "";
  const write = async (more: string): Promise<void> => void (text += more);
  const replayed = new ReplayReport({ ...nothing, ...selection }, { ...plainly, ...options, write });
  const player = new Player({ config, watchesTimers: options.steps === true });
  for (const recorded of recording) {
    for (const played of player.take(recorded)) await replayed.add(played);
    if (replayed.hasSeenEnough) break;
  }
  if (replayed.complaint !== undefined) return { status: 2, text: replayed.complaint };
  const status = await replayed.finish();
  return { status, text: text.replaceAll("2026-11-21 ", "") };
}

test("transitions are told as events are, and compared", async () => {
  assert.deepEqual(await report(recordingOf(told), { subject: "VI_1" }), {
    status: 0,
    text: `12:00:00.000000  process 4711, from its start
12:00:00.000000  VI_1 became BACKUP, it was INIT  (vrrp 4711, event 1)
    because it was started
12:00:03.610000  VI_1 became MASTER, it was BACKUP  (vrrp 4711, event 4)
    because no advert from anyone
12:00:05.000000  VI_1 became FAULT, it was MASTER  (vrrp 4711, event 8)
    because interface eth0 went down
3 transitions, all as recorded.
`,
  });
});

test("a time is a part of it, and what comes after it is not played", async () => {
  const { text } = await report(recordingOf(told), { from: wall + 3_000_000, to: wall + 4_000_000 });
  assert.match(text, /^12:00:03\.610000 .*\n.*because.*\n1 transition, all as recorded\.\n$/u);
});

test("a step has what it led to, in its order, and the timers that it moved", async () => {
  const { text } = await report(recordingOf(told), { subject: "VI_1", from: wall + 3_000_000 }, { steps: true });
  assert.equal(
    text.split("12:00:05")[0],
    `12:00:03.610000  #4  time
    VI_1 timeout (no advert from anyone)
    VI_1 backup -> master (no advert from anyone)
    VI_1 sends priority 100 from 192.0.2.1 to 224.0.0.18
    hold 192.0.2.100/32@eth0
    VI_1 addresses set
    announce 192.0.2.100 x5
    VI_1 announced (became-master)
    timer of VI_1: in 1s (it was 0.000625s ago)
12:00:03.610000  VI_1 became MASTER, it was BACKUP  (vrrp 4711, event 4)
    because no advert from anyone
`,
  );
});

test("where the two part, both are shown, and the status says so", async () => {
  const changed = recordingOf(told).map((each) =>
    each.kind === "transition" && each.event.kind === "instance-state" && each.event.to === "master"
      ? { ...each, event: { ...each.event, to: "fault" as const } }
      : each,
  );
  const { status, text } = await report(changed, { subject: "VI_1" });
  assert.equal(status, 1);
  assert.equal(
    text.split("\n").slice(-4).join("\n"),
    `1 transition as recorded; then they differ:
  recorded: 12:00:03.610000  VI_1 became FAULT, it was BACKUP, because no advert from anyone
  replayed: 12:00:03.610000  VI_1 became MASTER, it was BACKUP, because no advert from anyone
`,
  );
  const json = await report(changed, {}, { json: true });
  assert.equal(json.status, 1);
  const last: unknown = JSON.parse(json.text.trimEnd().split("\n").at(-1) ?? "");
  assert.ok(typeof last === "object" && last !== null && "summary" in last);
});

test("another configuration is played with its own timers, and compared with nothing", async () => {
  // Long after the last transition, where no end of a recording excuses what is missing.
  const longer = recordingOf([...told, [later(start, seconds(60)), { kind: "tick" }]]);
  const { status, text } = await report(longer, {}, { config: "new.conf" }, configOf("priority=255"));
  assert.equal(status, 0);
  assert.match(text, /12:00:00\.000000 {2}VI_1 became MASTER, it was INIT .*\n {4}because owner of the addresses/u);
  assert.match(text, /\n\d+ transitions with new\.conf; 5 were recorded\.\n$/u);
});

test("where there is nothing of what is wanted, it is said what there is", async () => {
  assert.deepEqual(await report([]), { status: 2, text: "it has no input that could be replayed" });
  const other = await report(recordingOf(told), { subject: "VI_3" });
  assert.deepEqual(other, { status: 2, text: "it has no instance or group VI_3, but VI_1, VI_2" });
});

test("what another program has written cannot steer the terminal", async () => {
  const [, ...others] = recordingOf(told);
  const { text } = await report([
    { kind: "segment", head: { ...head, program: "\u001B[2J", run: "1\u001B.1" } },
    ...others,
  ]);
  assert.ok(!text.includes("\u001B"));
  assert.match(text, /Recorded by version .*; this is .*, which may decide otherwise\./u);
});
