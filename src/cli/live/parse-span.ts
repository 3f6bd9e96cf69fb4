const units: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["m", 60],
  ["h", 3_600],
  ["d", 86_400],
]);

/** A year: longer is no span that somebody means. Seconds. */
const longest = 366 * 86_400;

/** "90s", "30m", "2h", "1d" or "1h30m" in microseconds; undefined: it is none, or more than a year. */
export function parseSpan(text: string): number | undefined {
  if (!/^(?:\d{1,9}[smhd])+$/u.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhd])/gu))
    seconds += Number(count) * (units.get(unit ?? "") ?? 0);
  return seconds > 0 && seconds <= longest ? seconds * 1_000_000 : undefined;
}
