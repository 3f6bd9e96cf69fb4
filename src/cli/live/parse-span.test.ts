import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSpan } from "./parse-span.ts";

test("spans of time", () => {
  const spans = ["90s", "30m", "2h", "1d", "1h30m"].map((text) => (parseSpan(text) ?? 0) / 1_000_000);
  assert.deepEqual(spans, [90, 1_800, 7_200, 86_400, 5_400]);
});

test("what is none", () => {
  for (const text of ["", "30", "m", "0s", "-5m", "5 m", "1.5h", "400d", "30min"]) {
    assert.equal(parseSpan(text), undefined, text);
  }
});
