import assert from "node:assert/strict";
import { test } from "node:test";

import { Rng } from "../src/base/rng.ts";
import { type Block, compareMedians, judge, medianOfWholes } from "./bootstrap.ts";

const quick = { seed: 7, draws: 300 };

/** Values around one, of blocks that differ from one another. */
function blocks(seed: number, count: number, factor = 1): readonly Block[] {
  const rng = new Rng(seed);
  return Array.from({ length: count }, () => {
    const own = 0.98 + rng.next() * 0.04;
    return Array.from({ length: 3 }, () => factor * own * (0.9 + rng.next() * 0.2));
  });
}

test("the same twice: no change, and with enough rounds surely less than five percent", () => {
  const same = compareMedians(blocks(1, 60), blocks(2, 60), quick);
  assert.ok(Math.abs(same.change) < 0.03, String(same.change));
  assert.ok(same.low <= same.change && same.change <= same.high);
  assert.equal(judge(same, 0.05), "less");
});

test("a tenth more is surely not less than five percent", () => {
  const more = compareMedians(blocks(1, 60), blocks(2, 60, 1.1), quick);
  assert.ok(more.change > 0.07 && more.change < 0.13, String(more.change));
  assert.equal(judge(more, 0.05), "not less");
});

test("few rounds decide nothing near the limit", () => {
  assert.equal(judge(compareMedians(blocks(1, 3), blocks(2, 3, 1.05), quick), 0.05), "undecided");
});

test("the same seed gives the same interval, and nothing gives none", () => {
  const [one, other] = [blocks(1, 5), blocks(2, 5)];
  assert.deepEqual(compareMedians(one, other, quick), compareMedians(one, other, quick));
  assert.throws(() => compareMedians([], other, quick), RangeError);
});

/** Of two processes that are nothing like each other. */
const wide: readonly Block[] = [1, 2].map((value) => Array.from({ length: 100 }, () => value));

test("blocks are drawn as wholes: many values of few processes are not many", () => {
  const { low, high } = compareMedians(wide, wide, quick);
  assert.ok(high - low > 0.5, `${low} to ${high}`);
});

test("the median of rounded values is finer than they are", () => {
  assert.equal(medianOfWholes([1, 2, 3]), 2);
  assert.equal(medianOfWholes([1, 2, 3, 4]), 2.5);
  const rng = new Rng(3);
  const values = Array.from({ length: 9_999 }, () => Math.round(20 + rng.next() * 3.4));
  assert.ok(Math.abs(medianOfWholes(values) - 21.7) < 0.1, String(medianOfWholes(values)));
  assert.ok(Number.isNaN(medianOfWholes([])));
});

/** In whole units, of which there are some twenty. */
function rounded(seed: number, factor: number): readonly Block[] {
  return blocks(seed, 100, 20 * factor).map((block) => block.map(Math.round));
}

test("a change that is smaller than what values are rounded to is seen", () => {
  const { change } = compareMedians(rounded(1, 1), rounded(2, 1.02), { ...quick, middle: medianOfWholes });
  assert.ok(change > 0.005 && change < 0.035, String(change));
});
