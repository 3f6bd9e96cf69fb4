import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";

import { Texts } from "./texts.ts";

void test("a part is what slice gives, whatever was asked for before", () => {
  // Few letters, so that different parts often come to the same place.
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "é", "字"), maxLength: 60 });
  const texts = new Texts();
  fc.assert(
    fc.property(letters, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (text, one, other) => {
      const start = Math.min(one, other, text.length);
      const end = Math.min(Math.max(one, other), text.length);
      assert.equal(texts.between(text, start, end), text.slice(start, end));
    }),
    { numRuns: 2000 },
  );
});
