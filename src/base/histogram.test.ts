import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { array, assert as holds, integer, property, uniqueArray } from "fast-check";

import { Histogram } from "./histogram.ts";
import { microseconds, milliseconds } from "./time.ts";

describe("histogram", () => {
  test("a value counts for the first bound that it does not exceed, or behind all of them", () => {
    const histogram = new Histogram([milliseconds(1), milliseconds(10)]);
    for (const value of [0, 999, 1_000, 1_001, 10_000, 10_001, 5_000_000]) histogram.add(microseconds(value));
    assert.deepEqual(histogram.copy(), { bounds: [1_000, 10_000], counts: [3, 2, 2], sum: 5_023_001 });
  });

  test("what is added later changes nothing in a copy", () => {
    const histogram = new Histogram([milliseconds(1)]);
    const before = histogram.copy();
    histogram.add(milliseconds(2));
    assert.deepEqual(before, { bounds: [1_000], counts: [0, 0], sum: 0 });
    assert.deepEqual(histogram.copy().counts, [0, 1]);
  });

  test("no value is lost, whatever the bounds", () => {
    const bounds = uniqueArray(integer({ min: -50, max: 50 }), { maxLength: 30 });
    holds(
      property(bounds, array(integer({ min: -60, max: 60 })), (some, values) => {
        const ascending = some.toSorted((a, b) => a - b).map(microseconds);
        const histogram = new Histogram(ascending);
        for (const value of values) histogram.add(microseconds(value));
        const expected = [...ascending, Infinity].map(
          (bound, index) =>
            values.filter((value) => value <= bound && (index === 0 || value > (ascending[index - 1] ?? 0))).length,
        );
        assert.deepEqual(histogram.copy().counts, expected);
      }),
    );
  });

  test("bounds that do not ascend are a mistake", () => {
    assert.throws(() => new Histogram([milliseconds(2), milliseconds(2)]));
  });
});
