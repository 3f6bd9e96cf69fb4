import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, milliseconds, type Instant } from "../../src/base/time.ts";
import type { OwnershipChange, WireEvent } from "../../src/lab/index.ts";
import { type Bounds, type Disturbance, extremes, judge, type Observation, printViolation } from "./judge.ts";
import { judgeAnnouncements } from "./announcements.ts";
import { judgeHeirs } from "./heirs.ts";

const address = "192.0.2.100";

const bounds: Bounds = {
  silence: milliseconds(500),
  contest: milliseconds(200),
  settling: milliseconds(1000),
  announcing: milliseconds(300),
};

const at = (ms: number): Instant => instant(ms * 1_000);

/** "100 +node1": node1 got the address at 100 ms. */
function change(text: string): OwnershipChange {
  const [ms = "", what = ""] = text.split(" ");
  return { time: at(Number(ms)), node: what.slice(1), interface: "eth0", address, held: what.startsWith("+") };
}

function disturbance(node: string, from: number, until: number, rest: Partial<Disturbance> = {}): Disturbance {
  return { kind: "cut", node, from: at(from), until: at(until), ...rest };
}

function seen(changes: readonly string[], ...disturbances: readonly Disturbance[]): Observation {
  return {
    begin: at(0),
    end: at(10_000),
    nodes: ["node1", "node2", "node3"],
    addresses: new Map([[address, "A"]]),
    changes: changes.map(change),
    disturbances,
    checkpoints: [],
  };
}

function arp(ms: number, sourceMac: string): WireEvent {
  return { kind: "gratuitous-arp", time: at(ms), sourceMac, address, mac: sourceMac };
}

function verdict(observation: Observation): readonly string[] {
  return judge(observation, bounds).map((violation) => printViolation(violation, observation.begin));
}

test("One owner all along, and a fail-over in the time that the protocol allows", () => {
  assert.deepEqual(verdict(seen(["0 +node1"])), []);
  const moved = ["0 +node1", "1020 -node1", "1400 +node2", "3300 +node1", "3301 -node2"];
  assert.deepEqual(verdict(seen(moved, disturbance("node1", 1000, 3000, { unreachable: true }))), []);
});

test("A second owner in calm times is found, however short", () => {
  assert.deepEqual(verdict(seen(["0 +node1", "5000 +node2", "5001 -node2"])), [
    "calm: 192.0.2.100 held by node1, node2 at +5.000s for 0.001s",
  ]);
});

test("So is an address that nobody has, and one that is still held twice when all should have settled", () => {
  assert.deepEqual(verdict(seen(["0 +node1", "5000 -node1", "5010 +node2"])), [
    "calm: 192.0.2.100 held by nobody at +5.000s for 0.010s",
  ]);
  const frozen = disturbance("node1", 1000, 2000);
  assert.deepEqual(verdict(seen(["0 +node1", "1400 +node2", "3100 -node2"], frozen)), [
    "calm: 192.0.2.100 held by node1, node2 at +3.000s for 0.100s",
  ]);
});

test("A node in trouble may hold the address besides another, two that are well only for a contest", () => {
  const frozen = disturbance("node1", 1000, 3000);
  assert.deepEqual(verdict(seen(["0 +node1", "1400 +node2", "3020 -node2"], frozen)), []);
  assert.deepEqual(verdict(seen(["0 +node1", "1400 +node2", "1410 +node3", "1500 -node3", "3020 -node2"], frozen)), []);
  assert.deepEqual(verdict(seen(["0 +node1", "1400 +node2", "1410 +node3", "1700 -node3", "3020 -node2"], frozen)), [
    "several: 192.0.2.100 held by node1, node2, node3 at +1.410s for 0.290s",
  ]);
});

test("Nobody for longer than the silence, which begins anew when another trouble begins", () => {
  const cut = disturbance("node1", 1000, 3000, { unreachable: true });
  assert.deepEqual(verdict(seen(["0 +node1", "1010 -node1", "1600 +node2"], cut)), [
    "nobody: 192.0.2.100 held by nobody at +1.010s for 0.590s",
  ]);
  assert.deepEqual(
    verdict(seen(["0 +node1", "1010 -node1", "1600 +node2"], cut, disturbance("node3", 1200, 1300))),
    [],
  );
});

test("The longest times are told even if they are allowed", () => {
  const cut = disturbance("node1", 1000, 3000, { unreachable: true });
  const moved = ["0 +node1", "1400 +node2", "1410 +node3", "1500 -node3", "3300 -node2"];
  assert.deepEqual(extremes(seen(moved, cut), bounds), { nobody: milliseconds(400), several: milliseconds(90) });
});

test("What is held behind a cut link counts for nothing", () => {
  const cut = disturbance("node1", 1000, 3000, { unreachable: true });
  assert.deepEqual(verdict(seen(["0 +node1", "1800 +node2", "3100 -node2"], cut)), [
    "nobody: 192.0.2.100 held by nobody at +1.000s for 0.800s",
  ]);
});

test("Nobody is to blame when no node could have held it, nor when the trouble is another group's", () => {
  const all = ["node1", "node2", "node3"].map((node) => disturbance(node, 1000, 3000, { unreachable: true }));
  assert.deepEqual(verdict(seen(["0 +node1", "3300 -node1", "3310 +node2"], ...all)), []);
  assert.deepEqual(verdict(seen(["0 +node1", "1100 -node1", "1400 +node2"], disturbance("node1", 1000, 3000))), []);
  assert.deepEqual(
    verdict(seen(["0 +node1", "1100 -node1", "1400 +node2"], disturbance("node1", 1000, 3000, { group: "B" }))),
    ["calm: 192.0.2.100 held by nobody at +1.100s for 0.300s"],
  );
});

test("An address that is got and kept is announced by the one who got it", () => {
  const macs = new Map([
    ["node1", "02:00:00:00:01:00"],
    ["node2", "02:00:00:00:02:00"],
  ] as const);
  const observation = seen(["1 +node1", "5000 -node1", "5000 +node2"]);
  const wire = [arp(3, "02:00:00:00:01:00"), arp(5002, "02:00:00:00:02:00")];
  assert.deepEqual(judgeAnnouncements(observation, wire, macs, bounds), []);
  const [violation, ...others] = judgeAnnouncements(observation, wire.slice(0, 1), macs, bounds);
  assert.deepEqual([violation?.rule, violation?.owners, others.length], ["unannounced", ["node2"], 0]);
});

test("When all has settled an address is with the node of the highest priority", () => {
  const checkpoints = [
    { at: at(900), heirs: { A: "node1" } },
    { at: at(9000), heirs: { A: "node1" } },
  ];
  assert.deepEqual(judgeHeirs({ ...seen(["0 +node1"]), checkpoints }), []);
  const [violation, ...others] = judgeHeirs({ ...seen(["0 +node1", "5000 +node2", "5000 -node1"]), checkpoints });
  assert.deepEqual([violation?.rule, violation?.owners, others.length], ["heir", ["node2"], 0]);
});
