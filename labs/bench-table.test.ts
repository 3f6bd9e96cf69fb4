import assert from "node:assert/strict";
import { test } from "node:test";

import { median, printBench } from "./bench-table.ts";

test("medians side by side, with their ratio", () => {
  const row = { what: "take-over", unit: "ms", reference: [30, 10, 20, 40, 50], holdfast: [12, 15, 11, 90, 9] };
  const table = printBench("Addresses", [row]);
  assert.deepEqual(
    table.split("\n").map((line) => line.split(/ {2,}/u).filter((cell) => cell !== "")),
    [
      ["Addresses", "C Keepalived", "Holdfast", "ratio"],
      ["take-over, median of 5", "30.0 ms", "12.0 ms", "0.40"],
    ],
  );
});

test("of an even number the lower middle one counts, and none is not a number", () => {
  assert.equal(median([4, 1, 3, 2]), 2);
  assert.ok(Number.isNaN(median([])));
});
