import assert from "node:assert/strict";
import { test } from "node:test";

import { instant } from "../base/time.ts";
import { findOutages, type Answer } from "./client.ts";

/** Answers asked for one tick apart: "a" and "b" by a node, "." by nobody. */
function answers(text: string): readonly Answer[] {
  return Array.from(text, (letter, index) => ({
    address: "192.0.2.100",
    asked: instant(index),
    node: letter === "." ? undefined : letter,
  }));
}

test("an outage lasts from the first question without an answer to the next one with an answer", () => {
  assert.deepEqual(findOutages(answers("aabb")), []);
  assert.deepEqual(findOutages(answers("a..bb.b")), [
    { start: 1, end: 3, unanswered: 2 },
    { start: 5, end: 6, unanswered: 1 },
  ]);
  assert.deepEqual(findOutages(answers("...")), [{ start: 0, end: undefined, unanswered: 3 }]);
});
