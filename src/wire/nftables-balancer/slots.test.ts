import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { interleavedSlots, rotated, slotCounts, slotLimit } from "./slots.ts";

test("weights lose their common divisor", () => {
  assert.deepEqual(slotCounts([300, 100]), [3, 1]);
  assert.deepEqual(slotCounts([7, 7, 7]), [1, 1, 1]);
  assert.deepEqual(slotCounts([65_535]), [1]);
});

test("turns of a server lie between those of the others, not in a block", () => {
  assert.equal(letters([3, 1]), "aaba");
  assert.equal(letters([1, 1, 1]), "abc");
  assert.equal(letters([4, 2]), "abaaba");
  assert.equal(letters([]), "");
});

test("a cycle can begin anywhere", () => {
  assert.deepEqual(rotated([0, 1, 2], 4), [1, 2, 0]);
  assert.deepEqual(rotated([], 4), []);
});

test("whatever the weights, everybody has a slot, and shares are right within a thousandth", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 60 }), (weights) => {
      const counts = slotCounts(weights);
      const total = counts.reduce((sum, each) => sum + each, 0);
      assert.ok(total <= slotLimit && counts.every((each) => Number.isInteger(each) && each >= 1));
      const weight = weights.reduce((sum, each) => sum + each, 0);
      // Those below a thousandth are raised to one slot each, at the expense of the others.
      const raised = weights.filter((each) => each / weight < 1 / slotLimit).length;
      for (const [index, each] of weights.entries()) {
        const error = Math.abs((counts[index] ?? 0) / total - each / weight);
        assert.ok(error <= (1 + raised) / slotLimit, `${each} of ${weight} has ${counts[index]} of ${total}`);
      }
    }),
  );
});

test("as many servers as there are slots have one each", () => {
  const weights = Array.from({ length: slotLimit }, (_, index) => 1 + (index % 7));
  assert.deepEqual(new Set(slotCounts(weights)), new Set([1]));
});

function letters(counts: readonly number[]): string {
  return interleavedSlots(counts)
    .map((each) => "abc"[each])
    .join("");
}
