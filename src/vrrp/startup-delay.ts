import { type Duration, elapsed, instant, type Instant, later, zeroDuration } from "../base/time.ts";
import type { VrrpConfig } from "./config.ts";

/** CLOCK_MONOTONIC counts from there (clock_gettime(2)). */
const boot = instant(0);

/** How long every instance is held in INIT: the longer one of what counts from now and what counts from the boot. */
export function startDelay(now: Instant, { startupDelay, delayAfterBoot = zeroDuration }: VrrpConfig): Duration {
  const ends = [later(now, startupDelay), later(boot, delayAfterBoot), now];
  return elapsed(
    now,
    ends.reduce((latest, end) => (end > latest ? end : latest)),
  );
}
