import assert from "node:assert/strict";
import { test } from "node:test";

import { milliseconds, seconds, sum } from "../../base/time.ts";
import type { Step } from "../story/story.ts";
import { arePlayable } from "./playable.ts";
import { type Plot, shrink } from "./shrink.ts";

const node = "node1";
const steps: readonly Step[] = [
  { at: milliseconds(1234), action: { kind: "kill", node: "node2" } },
  { at: milliseconds(2345), action: { kind: "pause", node, length: milliseconds(3456) } },
  { at: milliseconds(9876), action: { kind: "start", node: "node2" } },
  { at: milliseconds(9999), action: { kind: "stop", node } },
];
const plot: Plot = { beginsRunning: true, seed: 42, steps };

const isPlayable = ({ steps: some, beginsRunning }: Plot): boolean =>
  arePlayable(some, ["node1", "node2"], beginsRunning) && some.some(({ action }) => action.kind === "stop");

const needsLongPause = ({ steps: some }: Plot): boolean =>
  some.some(({ action }) => action.kind === "pause" && action.length > seconds(2.5));

void test("what always fails shrinks to nothing, and what never does stays as it is", () => {
  assert.deepEqual(shrink(plot, () => true).steps, []);
  assert.deepEqual(
    shrink(plot, () => false),
    plot,
  );
});

void test("steps that are not needed are left out, times become round, and chance the usual one", () => {
  const shrunk = shrink(plot, needsLongPause);
  assert.equal(shrunk.seed, 1);
  assert.deepEqual(shrunk.steps, [{ at: 0, action: { kind: "pause", node, length: seconds(3) } }]);
});

void test("two steps that need one another go together", () => {
  assert.deepEqual(
    shrink(plot, isPlayable).steps.map(({ action }) => action.kind),
    ["stop"],
  );
});

void test("the tries are bounded, and the order of time is kept", () => {
  const many: Plot = {
    ...plot,
    steps: Array.from({ length: 40 }, (_, index) => ({
      at: sum(milliseconds(17 * index), milliseconds(3)),
      action: { kind: index % 2 === 0 ? "kill" : "start", node },
    })),
  };
  let tries = 0;
  shrink(many, ({ steps: some }) => {
    tries += 1;
    assert.ok(some.every(({ at }, index) => at >= (some[index - 1]?.at ?? 0)));
    return some.length > 35;
  });
  assert.ok(tries <= 400, `${tries}`);
});
