import { instant, type Instant } from "../base/time.ts";

/**
 * Now, as microseconds since 1970 in steps of a millisecond. Labs compare what several processes saw, so they use
 * the clock that packet captures and `ip monitor` stamp with, CLOCK_REALTIME, in place of the monotonic one.
 */
export function wallClock(): Instant {
  return instant(Date.now() * 1_000);
}
