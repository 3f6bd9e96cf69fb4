/** A time of this day as "12:03:04", of another one with its date: local time of whoever reads it. */
export function printTime(wall: number, now: Date = new Date()): string {
  const time = new Date(wall / 1_000);
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(":");
  if (time.toDateString() === now.toDateString()) return clock;
  return `${[time.getFullYear(), ...[time.getMonth() + 1, time.getDate()].map(twoDigits)].join("-")} ${clock}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
