import { setTimeout as pass } from "node:timers/promises";

import { type Duration, elapsed, type Instant, later, times, toMilliseconds } from "../../src/base/time.ts";
import { wallClock } from "../../src/lab/index.ts";

/** The next time of that part of the rhythm which has this beat. */
export function next(beat: Instant, interval: Duration, part: number): Instant {
  const point = later(beat, times(interval, part));
  const past = elapsed(point, wallClock());
  return past < 0 ? point : later(point, times(interval, Math.ceil(past / interval)));
}

/** Lets time pass: what is rehearsed is made of it. */
export async function until(moment: Instant): Promise<void> {
  const left = toMilliseconds(elapsed(wallClock(), moment));
  if (left > 0) await pass(left);
}
