import assert from "node:assert/strict";
import { test } from "node:test";

import { standingOf } from "./standing.ts";
import type { Standing } from "./standing.ts";
import type { Tracker } from "./trackers.ts";

function script(name: string, value: number, reverse = false): Tracker {
  return { kind: "script", name, weight: { value, reverse }, group: undefined };
}

// keepalived.conf(5), "weight": title, base, trackers, the names of those that fail, result.
const cases: readonly (readonly [string, number, readonly Tracker[], readonly string[], Standing])[] = [
  ["a positive weight counts while good", 100, [script("a", 20)], [], 120],
  ["a positive weight is lost while bad", 100, [script("a", 20)], ["a"], 100],
  ["a negative weight counts while bad", 100, [script("a", -20)], ["a"], 80],
  ["a negative weight is nothing while good", 100, [script("a", -20)], [], 100],
  ["weight 0 is a fault while bad", 100, [script("a", 0), script("b", 20)], ["a"], "fault"],
  ["weight 0 is nothing while good", 100, [script("a", 0)], [], 100],
  ["weights add up", 100, [script("a", 20), script("b", -30)], ["b"], 90],
  ["no priority is above 254", 250, [script("a", 20)], [], 254],
  ["no priority is below 1", 10, [script("a", -20)], ["a"], 1],
  ["an owner's priority does not change", 255, [script("a", -20)], ["a"], 255],
  ["reverse swaps what failing is, not what it costs", 100, [script("a", -20, true)], ["a"], 80],
];

for (const [title, base, trackers, failing, expected] of cases) {
  void test(title, () => {
    assert.equal(
      standingOf(base, trackers, ({ name }) => failing.includes(name)),
      expected,
    );
  });
}
