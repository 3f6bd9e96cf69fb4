import { instant, type Instant } from "../../src/base/time.ts";
import { wallClock } from "../../src/lab/index.ts";

/** What a process has read from CLOCK_MONOTONIC, on the wall's clock: to a millisecond. */
export function fromMonotonic(microseconds: number): Instant {
  return instant(wallClock() - Number(process.hrtime.bigint() / 1_000n) + microseconds);
}
