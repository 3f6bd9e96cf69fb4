import assert from "node:assert/strict";
import { test } from "node:test";
import { DoubtedLines, doubtedLines } from "./doubted-lines.ts";

test("a line is short and has nothing that a terminal would obey", () => {
  const lines = new DoubtedLines();
  assert.equal(lines.take("plain"), "plain");
  assert.equal(lines.take("a\nb\u001B[2Jc\u202Ed"), "a b [2Jc d");
  assert.equal(lines.take("x".repeat(1_000))?.length, doubtedLines.length);
});

test("there are not many", () => {
  const lines = new DoubtedLines();
  for (let count = 0; count < doubtedLines.count; count += 1) assert.equal(lines.take("x"), "x");
  assert.equal(lines.take("x"), undefined);
});
