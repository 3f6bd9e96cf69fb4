/**
 * Time as types: whole microseconds, so that a second is never mistaken for a millisecond and a point in time
 * never for a length of time.
 */

declare const instantBrand: unique symbol;
declare const durationBrand: unique symbol;

/** A point on the monotonic clock, in whole microseconds since an arbitrary origin (on Linux: boot). */
export type Instant = number & { readonly [instantBrand]: true };

/** A length of time in whole microseconds; may be negative as the difference of two instants. */
export type Duration = number & { readonly [durationBrand]: true };

export const zeroDuration: Duration = 0 as Duration;

/** The instant `value` microseconds after the clock's origin, rounded to whole microseconds. */
export function instant(value: number): Instant {
  return whole(value) as Instant;
}

export function microseconds(value: number): Duration {
  return whole(value) as Duration;
}

export function milliseconds(value: number): Duration {
  return microseconds(value * 1_000);
}

export function centiseconds(value: number): Duration {
  return microseconds(value * 10_000);
}

export function seconds(value: number): Duration {
  return microseconds(value * 1_000_000);
}

export function toSeconds(duration: Duration): number {
  return duration / 1_000_000;
}

export function toMilliseconds(duration: Duration): number {
  return duration / 1_000;
}

export function later(from: Instant, by: Duration): Instant {
  return (from + by) as Instant;
}

/** How long after `start` the instant `end` is; negative when it is before. */
export function elapsed(start: Instant, end: Instant): Duration {
  return (end - start) as Duration;
}

export function times(duration: Duration, factor: number): Duration {
  return microseconds(duration * factor);
}

export function sum(...durations: readonly Duration[]): Duration {
  return durations.reduce((total, duration) => (total + duration) as Duration, zeroDuration);
}

/** The earlier of two instants, where undefined means never. */
export function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return a < b ? a : b;
}

/** Seconds without trailing zeros and with the unit: "3.609375s", "0.01s", "-2s". */
export function printDuration(duration: Duration): string {
  return `${printSeconds(duration)}s`;
}

/** Seconds without trailing zeros and without the unit: "3.609375". */
export function printSeconds(duration: Duration): string {
  return String(Number((duration / 1_000_000).toFixed(6)));
}

/** Rounded, and never the negative zero that rounding can give. */
function whole(value: number): number {
  return Math.round(value) + 0;
}
