import { type Duration, seconds, times, zeroDuration } from "../base/time.ts";

/** The longest pause between two starts of a child that keeps dying. */
const longestRestartDelay: Duration = seconds(60);

/** A child that has lived this long is healthy again: its next death is treated as the first. */
export const quietTime: Duration = seconds(60);

/** A child that had its configuration and has lived this long did not die of its start. */
const steadyTime: Duration = seconds(1);

/**
 * Whether a child that dies was doing its work: it is replaced at once, since its addresses are taken over only while
 * nobody has missed it. A child that dies of its start, again and again, does not get this far.
 */
export function isSteady(lifetime: Duration): boolean {
  return lifetime >= steadyTime;
}

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
