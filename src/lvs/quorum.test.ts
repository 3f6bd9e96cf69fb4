import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { quorumAfter, type QuorumState } from "./quorum.ts";

void test("section 32.5: a quorum is lost without weight or below its margin, and gained at it", () => {
  const asked = { quorum: 5, hysteresis: 2 };
  assert.equal(quorumAfter("up", 3, asked), "up");
  assert.equal(quorumAfter("up", 2, asked), "down");
  assert.equal(quorumAfter("down", 6, asked), "down");
  assert.equal(quorumAfter("down", 7, asked), "up");
  assert.equal(quorumAfter("up", 0, { quorum: 1, hysteresis: 0 }), "down");
});

void test("a quorum of 0, which servers without weight have, is not there, and does not flap", () => {
  for (const before of ["up", "down"] as const) {
    assert.equal(quorumAfter(before, 0, { quorum: 0, hysteresis: 0 }), "down");
  }
});

void test("property: what the same weight makes of a quorum stays, and between the margins nothing changes", () => {
  const asked = fc
    .integer({ min: 0, max: 1000 })
    .chain((quorum) =>
      fc.record({ quorum: fc.constant(quorum), hysteresis: fc.integer({ min: 0, max: Math.max(0, quorum - 1) }) }),
    );
  const state = fc.constantFrom<QuorumState>("up", "down");
  fc.assert(
    fc.property(asked, state, fc.integer({ min: 0, max: 2200 }), (wanted, before, live) => {
      const after = quorumAfter(before, live, wanted);
      assert.equal(quorumAfter(after, live, wanted), after);
      const isBetween =
        live > 0 && live >= wanted.quorum - wanted.hysteresis && live < wanted.quorum + wanted.hysteresis;
      if (isBetween) assert.equal(after, before);
      if (live >= wanted.quorum + wanted.hysteresis && live > 0) assert.equal(after, "up");
      if (live < wanted.quorum - wanted.hysteresis) assert.equal(after, "down");
    }),
  );
});
