import assert from "node:assert/strict";
import { test } from "node:test";

import { isBefore, lineText, positionAt, spanBetween } from "./source.ts";
import type { Source } from "./source.ts";

const source: Source = { path: "a.conf", text: "one\r\n\ntwo three" };

void test("offsets become lines and columns that count from 1", () => {
  const positions = [0, 3, 5, 6, 10, 15].map((offset) => positionAt(source, offset));
  assert.deepEqual(
    positions.map(({ line, column }) => `${line}:${column}`),
    ["1:1", "1:4", "2:1", "3:1", "3:5", "3:10"],
  );
});

void test("a line is shown without its line end", () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((line) => lineText(source, line)),
    ["one", "", "two three", ""],
  );
});

void test("spans are joined and ordered by where they begin", () => {
  const first = { source, start: 6, end: 9 };
  const last = { source, start: 10, end: 15 };
  assert.deepEqual(spanBetween(first, last), { source, start: 6, end: 15 });
  assert.equal(isBefore(first, last), true);
  assert.equal(isBefore(last, first), false);
});
