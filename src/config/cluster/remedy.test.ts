import assert from "node:assert/strict";
import { test } from "node:test";

import type { Contestant } from "./contest.ts";
import { findRemedy } from "./remedy.ts";
import type { Remedy, TrackerFailure } from "./remedy.ts";
import type { Tracker } from "./trackers.ts";

const tracker: Tracker = { kind: "script", name: "chk", weight: { value: 2, reverse: false }, group: undefined };
const failure: TrackerFailure = { kind: "tracker-fails", tracker, node: "node1" };

function node(name: string, priority: number, { tracks = true, preempt = true } = {}): Contestant {
  return { node: name, claims: [{ priority, preempt, trackers: tracks ? [tracker] : [], source: undefined }] };
}

const cases: readonly (readonly [string, readonly Contestant[], Remedy])[] = [
  ["one more than the gap", [node("node1", 100), node("node2", 90)], { negative: 11, positive: 11 }],
  ["no gap", [node("node1", 100), node("node2", 100)], { negative: 1, positive: 1 }],
  [
    "no bonus on the other node",
    [node("node1", 100), node("node2", 90, { tracks: false })],
    { negative: 11, positive: undefined },
  ],
  ["no room for a bonus", [node("node1", 254), node("node2", 250)], { negative: 5, positive: undefined }],
  ["the widest gap", [node("node1", 254), node("node2", 2)], { negative: 253, positive: undefined }],
  ["a gap wider than any weight", [node("node1", 254), node("node2", 1)], { negative: undefined, positive: undefined }],
  [
    "nopreempt",
    [node("node1", 100), node("node2", 90, { preempt: false })],
    { negative: undefined, positive: undefined },
  ],
  ["the nearest of two", [node("node1", 100), node("node2", 80), node("node3", 95)], { negative: 6, positive: 6 }],
];

for (const [title, contestants, expected] of cases) {
  void test(title, () => {
    assert.deepEqual(findRemedy(failure, "node1", contestants), expected);
  });
}
