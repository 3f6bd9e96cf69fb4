import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "../base/time.ts";
import type { CheckOutcome } from "../check/outcome.ts";
import { VrrpMeasures } from "../vrrp/measures.ts";
import { CheckMeasures } from "./check-measures.ts";
import type { CheckRequest } from "./lvs-driver.ts";

test("what scripts of both processes take can be added", () => {
  assert.deepEqual(new CheckMeasures().copy().scriptDuration, new VrrpMeasures().copy().scriptDuration);
});

test("a check is measured when it has ended, and its outcome goes on", () => {
  const measures = new CheckMeasures();
  const ends: ((outcome: CheckOutcome) => void)[] = [];
  const checks = {
    run: (_: CheckRequest, done: (outcome: CheckOutcome) => void) => {
      ends.push(done);
      return { cancel: () => undefined };
    },
  };
  const timed = measures.timed(checks);
  const outcomes: CheckOutcome[] = [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody looks at it
  timed.run({} as CheckRequest, (each) => outcomes.push(each));
  assert.equal(measures.copy().checkDuration.sum, 0);
  const outcome: CheckOutcome = { kind: "success", duration: milliseconds(7) };
  ends[0]?.(outcome);
  assert.deepEqual(outcomes, [outcome]);
  assert.equal(measures.copy().checkDuration.sum, 7_000);
});
