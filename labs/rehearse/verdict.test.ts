import assert from "node:assert/strict";
import { test } from "node:test";

import { type Duration, instant, milliseconds, seconds } from "../../src/base/time.ts";
import { Timeline } from "../../src/rehearse/timeline.ts";
import { type Course, compare, courseOf } from "./verdict.ts";

const address = "192.0.2.1";

/** Who has it from so many milliseconds on; the event is at 1 s, and all is over at 10 s. */
function course(tenures: readonly (readonly [number, ...string[]])[]): Course {
  const timeline = new Timeline();
  for (const [at, ...owners] of tenures) timeline.note(instant(at * 1000), address, owners);
  return courseOf(timeline, address, instant(1_000_000), instant(10_000_000));
}

function isTrue(predicted: Course, measured: Course, advertInterval: Duration = seconds(1)): boolean {
  return compare(predicted, measured, advertInterval).isTrue;
}

const silence = course([[0, "node1"], [1000], [4000, "node2"]]);

test("a course is the order of owners, and how long nobody had the address", () => {
  assert.deepEqual(silence, {
    order: ["node1", "node2"],
    after: ["node2"],
    nobody: seconds(3),
    settledAfter: seconds(3),
  });
  const handOver = course([
    [0, "node1"],
    [1600, "node1", "node2"],
    [1650, "node2"],
  ]);
  assert.deepEqual([handOver.order, handOver.nobody], [["node1", "node2"], 0]);
  assert.deepEqual(handOver.settledAfter, milliseconds(650));
});

test("an address that is between two nodes for a moment is one that changes hands", () => {
  const quick = course([[0, "node1"], [1600], [1610, "node2"]]);
  assert.deepEqual([quick.order, quick.nobody], [["node1", "node2"], milliseconds(10)]);
});

test("a twentieth of an interruption is nothing, where adverts are a second apart", () => {
  assert.ok(isTrue(silence, course([[0, "node1"], [1000], [4149, "node2"]])));
  assert.ok(isTrue(silence, course([[0, "node1"], [1000], [3851, "node2"]])));
  assert.ok(!isTrue(silence, course([[0, "node1"], [1000], [4151, "node2"]])));
});

test("20 ms are the limit where adverts come more often", () => {
  const often = milliseconds(100);
  assert.ok(isTrue(silence, course([[0, "node1"], [1000], [4020, "node2"]]), often));
  assert.ok(!isTrue(silence, course([[0, "node1"], [1000], [4021, "node2"]]), often));
});

test("another owner, a detour, one more owner in the end and an interruption that was not foretold are wrong", () => {
  assert.ok(!isTrue(silence, course([[0, "node1"], [1000], [4000, "node3"]])));
  assert.ok(!isTrue(silence, course([[0, "node1"], [1000], [4000, "node3"], [4010, "node2"]])));
  assert.ok(!isTrue(silence, course([[0, "node1"], [1000], [4000, "node1", "node2"]])));
  const nothing = course([[0, "node1"]]);
  assert.ok(!isTrue(nothing, course([[0, "node1"], [2000], [2021, "node1"]])));
});

test("on a machine that is late by so much, an interruption may be longer by so much", () => {
  const late = milliseconds(30);
  const quick = course([[0, "node1"], [1000], [1300, "node2"]]);
  const slow = course([[0, "node1"], [1000], [1350, "node2"]]);
  assert.ok(compare(quick, slow, milliseconds(100), late).isTrue);
  assert.ok(!compare(quick, slow, milliseconds(100), milliseconds(29)).isTrue);
});

test("on a machine that is late by an advert nothing is judged", () => {
  const wrong = course([[0, "node1"], [1000], [1300, "node3"]]);
  assert.ok(compare(silence, wrong, milliseconds(100), milliseconds(100)).isVoid);
  assert.ok(!compare(silence, wrong, milliseconds(100), milliseconds(99)).isVoid);
});
