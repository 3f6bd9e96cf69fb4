import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { reasonToSkip } from "../programs.ts";
import { describeMeasured } from "./report.ts";
import { measureParsing } from "./run.ts";

/** Milliseconds for a file of 10,000 instances, or services of 5 servers. */
const allowed = 1000;

/**
 * As many times the reference's time. The promise is 1: the rest is how far the shortest of eight times, each of which has
 * its neighbour of the other program, still is from what a quiet machine would show.
 */
const allowedRatio = 1.05;

describe("parsing speed", { skip: await reasonToSkip() }, () => {
  test("10,000 instances or services are checked in less than a second, no slower than by the reference", (context) => {
    const results = measureParsing(2);
    for (const measured of results) context.diagnostic(describeMeasured(measured));
    for (const { name, reference, holdfast } of results) {
      // What else runs on the machine can only add to a time: the shortest tells most.
      const [theirs, ours] = [Math.min(...reference), Math.min(...holdfast)];
      assert.ok(ours <= allowed, `${name}: ${ours} ms`);
      assert.ok(ours <= allowedRatio * theirs, `${name}: ${ours} ms, the reference ${theirs} ms`);
    }
  });
});
