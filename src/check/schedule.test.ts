import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { DeadlineHeap } from "../base/deadline-heap.ts";
import { Rng } from "../base/rng.ts";
import { elapsed, instant, type Instant, later, milliseconds, seconds, zeroDuration } from "../base/time.ts";
import type { CheckOutcome } from "./outcome.ts";
import type { CheckPlan } from "./plan.ts";
import { CheckSchedule } from "./schedule.ts";

const origin = instant(0);
const success: CheckOutcome = { kind: "success", duration: zeroDuration };
const failure: CheckOutcome = {
  kind: "failure",
  duration: zeroDuration,
  reason: { kind: "timeout", stage: "connect" },
};

type PlanChanges = Partial<Omit<CheckPlan, "timing">> & { readonly timing?: Partial<CheckPlan["timing"]> };

function plan(more: PlanChanges = {}): CheckPlan {
  const usual = {
    delayLoop: seconds(5),
    retry: 2,
    delayBeforeRetry: seconds(1),
    warmup: zeroDuration,
    alpha: false,
    logAllFailures: false,
  };
  return { rhythm: "from-end", steps: 1, recoversSlowly: true, ...more, timing: { ...usual, ...more.timing } };
}

void test("the first check starts within the warmup, and at once without any", () => {
  const rng = new Rng(7);
  const warm = plan({ timing: { warmup: seconds(10) } });
  const starts = Array.from({ length: 1000 }, () => new CheckSchedule(warm, origin, rng).deadline ?? Number.NaN);
  assert.ok(starts.every((at) => at >= 0 && at <= seconds(10)));
  // Spread over it: each tenth of it gets its share.
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = starts.filter((at) => Math.floor(at / seconds(1)) === tenth).length;
    assert.ok(share > 60 && share < 140, `${share} of 1000 in tenth ${tenth}`);
  }
  assert.equal(new CheckSchedule(plan(), origin, rng).deadline, origin);
});

void test("a result that nobody waits for is ignored", () => {
  const schedule = new CheckSchedule(plan(), origin, new Rng(1));
  assert.deepEqual(schedule.ended(origin, failure), []);
  assert.equal(schedule.health.state, "up");
  schedule.tick(origin);
  schedule.suspend();
  assert.deepEqual(schedule.ended(origin, failure), []);
  assert.deepEqual(schedule.health, { state: "up", isKnown: false });
  assert.equal(schedule.deadline, undefined);
});

void test("a tick before the deadline, or while a run is under way, does nothing", () => {
  const schedule = new CheckSchedule(plan({ timing: { warmup: seconds(1) } }), origin, new Rng(1));
  assert.deepEqual(schedule.tick(origin), []);
  assert.deepEqual(schedule.tick(later(origin, seconds(1))), [{ kind: "run", step: 0 }]);
  assert.deepEqual(schedule.tick(later(origin, seconds(100))), []);
});

void test("retries that were begun are forgotten by a suspension", () => {
  const health = { state: "up", isKnown: true } as const;
  const schedule = new CheckSchedule(plan({ timing: { retry: 1 } }), origin, new Rng(1), health);
  schedule.tick(origin);
  schedule.ended(origin, failure);
  assert.equal(schedule.failures, 1);
  schedule.suspend();
  schedule.resume(later(origin, seconds(60)), new Rng(1));
  schedule.tick(later(origin, seconds(60)));
  const [failed] = schedule.ended(later(origin, seconds(60)), failure);
  assert.equal(failed?.kind === "failed" && failed.remaining, 1);
});

void test("section 32.7: a late or slow MISC_CHECK keeps the times of its loop", () => {
  const schedule = new CheckSchedule(plan({ rhythm: "from-start" }), origin, new Rng(1));
  // The alarm comes 0.3 s late, and the script takes 0.2 s.
  schedule.tick(later(origin, milliseconds(300)));
  schedule.ended(later(origin, milliseconds(500)), success);
  assert.equal(schedule.deadline, seconds(5));
  schedule.tick(instant(seconds(5)));
  schedule.ended(instant(seconds(17)), success);
  assert.equal(schedule.deadline, seconds(20));
});

void test("5,000 checkers keep their distance: what one takes, and late alarms, move no other", () => {
  const rng = new Rng(3);
  const warm = plan({ timing: { warmup: seconds(5) } });
  const schedules = Array.from({ length: 5000 }, () => new CheckSchedule(warm, origin, rng));
  const heap = new DeadlineHeap<CheckSchedule>();
  const ends = new DeadlineHeap<CheckSchedule>();
  const first = new Map(schedules.map((schedule) => [schedule, schedule.deadline ?? origin]));
  const starts = new Map<CheckSchedule, number>();
  for (const schedule of schedules) heap.set(schedule, schedule.deadline);
  const end = later(origin, seconds(60));
  for (;;) {
    const [start, done] = [heap.next() ?? end, ends.next() ?? end];
    const now = start < done ? start : done;
    if (now >= end) break;
    for (const schedule of ends.takeDue(now)) {
      schedule.ended(now, success);
      heap.set(schedule, schedule.deadline);
    }
    for (const schedule of heap.takeDue(now)) {
      assert.deepEqual(schedule.tick(now), [{ kind: "run", step: 0 }]);
      const before = starts.get(schedule) ?? 0;
      // From the end of a check of 20 ms to the start of the next: 5 s.
      assert.equal(elapsed(first.get(schedule) ?? origin, now), before * (seconds(5) + milliseconds(20)));
      starts.set(schedule, before + 1);
      ends.set(schedule, later(now, milliseconds(20)));
    }
  }
  assert.ok(schedules.every((schedule) => (starts.get(schedule) ?? 0) >= 10));
});

void test("property: only the first check, retry + 1 failures in a row, or a success of all steps change the state", () => {
  const anyPlan = fc.record({
    steps: fc.integer({ min: 1, max: 4 }),
    retry: fc.integer({ min: 0, max: 3 }),
    alpha: fc.boolean(),
    recoversSlowly: fc.boolean(),
    rhythm: fc.constantFrom("from-end" as const, "from-start" as const),
  });
  fc.assert(
    fc.property(anyPlan, fc.array(fc.boolean(), { maxLength: 60 }), ({ retry, alpha, ...shape }, results) => {
      const { steps } = shape;
      const schedule = new CheckSchedule(plan({ ...shape, timing: { retry, alpha } }), origin, new Rng(1));
      // A model in other words: how far the round has got, and what has failed in a row.
      let state: "up" | "down" = alpha ? "down" : "up";
      let isKnown = false;
      let [step, failures] = [0, 0];
      let now: Instant = origin;
      let isRunning = false;
      for (const isSuccess of results) {
        if (!isRunning) {
          assert.ok(schedule.deadline !== undefined && schedule.deadline >= now);
          now = schedule.deadline;
          assert.deepEqual(schedule.tick(now), [{ kind: "run", step }]);
        }
        now = later(now, milliseconds(100));
        const reports = schedule.ended(now, isSuccess ? success : failure);
        isRunning = reports.some(({ kind }) => kind === "run");
        let pause = 5;
        if (isSuccess) {
          failures = 0;
          step += 1;
          const followsAtOnce = step < steps && (state === "up" || !shape.recoversSlowly);
          assert.equal(isRunning, followsAtOnce);
          if (step === steps) [state, isKnown, step] = ["up", true, 0];
        } else if (state === "up" && isKnown && failures < retry) {
          failures += 1;
          pause = 1;
        } else [state, isKnown, step, failures] = ["down", true, 0, 0];
        assert.deepEqual(schedule.health, { state, isKnown });
        if (!isRunning && (shape.rhythm === "from-end" || pause === 1)) {
          assert.equal(schedule.deadline, later(now, seconds(pause)));
        }
      }
    }),
  );
});
