/** Lengths of time for people; the arguments are microseconds. */

const second = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "0.3 s", "45 s", "12 min 3 s", "3 h 12 min", "2 d 3 h". What is in the future was just now: clocks differ. */
export function printLength(microseconds: number): string {
  const length = Math.max(0, microseconds);
  // What rounds up to ten seconds is told as those.
  if (length < 9.95 * second) return `${(length / second).toFixed(1)} s`;
  if (length < minute) return `${Math.floor(length / second + 0.05)} s`;
  if (length < hour) return two(length, minute, "min", second, "s");
  if (length < day) return two(length, hour, "h", minute, "min");
  return two(length, day, "d", hour, "h");
}

function two(length: number, large: number, largeName: string, small: number, smallName: string): string {
  const count = Math.floor(length / large);
  const rest = Math.floor((length % large) / small);
  return rest === 0 ? `${count} ${largeName}` : `${count} ${largeName} ${rest} ${smallName}`;
}

const units: ReadonlyMap<string, number> = new Map([
  ["s", second],
  ["m", minute],
  ["min", minute],
  ["h", hour],
  ["d", day],
]);

/** "10m", "1h30m", "90s", "2d"; undefined: it is none of these. */
export function parseLength(text: string): number | undefined {
  if (!/^(?:\d{1,9}(?:s|min|m|h|d))+$/u.test(text)) return undefined;
  let sum = 0;
  for (const [, count = "", unit = ""] of text.matchAll(/(\d+)(s|min|m|h|d)/gu)) {
    sum += Number(count) * (units.get(unit) ?? 0);
  }
  return sum;
}
