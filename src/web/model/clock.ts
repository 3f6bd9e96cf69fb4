/** Documents by which a clock is judged. */
const keptReadings = 20;
/** Microseconds: closer clocks are taken for equal, as they are kept by NTP better than this can be measured. */
const tolerance = 1_000_000;

/** How far a node's clock is ahead of the page's own, in microseconds; with what was read last. */
export type Clock = { readonly ahead: number; readonly readings: readonly number[] };

export const noClock: Clock = { ahead: 0, readings: [] };

/**
 * A document of the node's time `at` was asked for at `askedAt` and here at `now`. It may have been made a while before
 * it was sent, which makes a clock look late, never early: the earliest of the last readings counts.
 */
export function readClock(clock: Clock, at: number, askedAt: number, now: number): Clock {
  const readings = [...clock.readings, at - (askedAt + now) / 2].slice(-keptReadings);
  const best = Math.max(...readings);
  return { ahead: Math.abs(best) < tolerance ? 0 : Math.round(best), readings };
}

/** A node's time in the page's own. */
export function toOwnTime(clock: Clock, wall: number): number {
  return wall - clock.ahead;
}
