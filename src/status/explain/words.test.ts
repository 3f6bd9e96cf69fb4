import assert from "node:assert/strict";
import { test } from "node:test";

import { printAge, printLength, printList, printOutput } from "./words.ts";

test("lengths of time are as exact as they are short", () => {
  const seconds = [0, 0.0004, 0.361, 3.609, 9.99, 12.34, 59.96, 60, 192, 3600, 11_520, 86_400, 183_600];
  assert.deepEqual(
    seconds.map((each) => printLength(each * 1_000_000)),
    [
      "0 s",
      "0 s",
      "0.361 s",
      "3.61 s",
      "9.99 s",
      "12.3 s",
      "1 min",
      "1 min",
      "3 min 12 s",
      "1 h",
      "3 h 12 min",
      "1 d",
      "2 d 3 h",
    ],
  );
  assert.equal(printAge(3_160_000), "3.2 s");
  assert.equal(printAge(-5), "0 s");
});

test("lists and output", () => {
  assert.equal(printList(["a", "b", "c"]), "a, b and c");
  assert.equal(printList([]), "none");
  assert.equal(printOutput(" \n"), "It printed nothing.");
  assert.equal(printOutput("a\nb\nc\nd\u001b[2J"), 'It printed: "b", "c", "d\u{FFFD}[2J".');
});
