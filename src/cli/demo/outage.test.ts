import assert from "node:assert/strict";
import { test } from "node:test";

import { instant } from "../../base/time.ts";
import { measureOutage, type Question } from "./outage.ts";

/** Questions ten ticks apart, answered three ticks later by the node "a" or "b", or not at all ("."). */
function questions(text: string): readonly Question[] {
  return Array.from(text, (letter, index) => ({
    address: "192.0.2.100",
    asked: instant(index * 10),
    answer: letter === "." ? undefined : { node: letter, received: instant(index * 10 + 3) },
  }));
}

void test("an outage is from the first question without an answer to the next answer", () => {
  assert.equal(measureOutage(questions("aaaa")), 0);
  assert.equal(measureOutage(questions("aa...bb")), 33);
  assert.equal(measureOutage(questions("..a")), 23);
});

void test("several outages add up", () => {
  assert.equal(measureOutage(questions("a.a..b")), 13 + 23);
});

void test("without a last answer there is no end to measure", () => {
  assert.equal(measureOutage(questions("aa.b.")), undefined);
  assert.equal(measureOutage([]), undefined);
});
