const shortestDelay = 250;
const longestDelay = 2_000;

/** Milliseconds to wait before the next attempt, after so many that failed; `chance` is between 0 and 1. */
export function delayAfter(failures: number, chance: number): number {
  const full = Math.min(longestDelay, shortestDelay * 2 ** Math.min(failures, 10));
  // Pages that lost their server at the same moment do not come back at the same moment.
  return Math.round(full * (0.75 + chance / 2));
}
