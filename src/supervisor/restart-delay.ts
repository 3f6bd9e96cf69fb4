import { type Duration, seconds, times, zeroDuration } from "../base/time.ts";

/** The longest pause between two starts of a child that keeps dying. */
export const longestRestartDelay: Duration = seconds(60);

/** A child that has lived this long is healthy again: its next death is treated as the first. */
export const quietTime: Duration = seconds(60);

/**
 * The pause before a dead child is started again: none after the first death, so that its addresses are looked
 * after at once, then 1, 2, 4 ... 60 seconds while it keeps dying.
 *
 * `previous` is the pause before the start of the child that has just died, undefined when nothing had died before;
 * `lifetime` is how long that child has lived.
 */
export function nextRestartDelay(previous: Duration | undefined, lifetime: Duration): Duration {
  if (previous === undefined || lifetime >= quietTime) return zeroDuration;
  if (previous === zeroDuration) return seconds(1);
  const doubled = times(previous, 2);
  return doubled < longestRestartDelay ? doubled : longestRestartDelay;
}
