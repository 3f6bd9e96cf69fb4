const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const short = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/**
 * "12:03:04" in local time, with the day before it when that is not today. Times are microseconds of the Unix epoch.
 */
export function printTime(time: number): string {
  const date = new Date(time / 1_000);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? clock.format(date) : `${day.format(date)} ${clock.format(date)}`;
}

/** "12:03:04.123" */
export function printExactTime(time: number): string {
  const milliseconds = Math.floor(time / 1_000) % 1_000;
  return `${printTime(time)}.${String(milliseconds).padStart(3, "0")}`;
}

/** For an axis whose ticks are so far apart, in microseconds. */
export function printTick(time: number, step: number): string {
  const date = new Date(time / 1_000);
  if (step >= 60_000_000) return short.format(date);
  if (step >= 1_000_000) return clock.format(date);
  return `${clock.format(date)}.${String(Math.floor(time / 100_000) % 10)}`;
}

/** How far local time is ahead of UTC, in microseconds. */
export function localOffset(): number {
  return new Date().getTimezoneOffset() * -60_000_000;
}
