import { printTime } from "../live/print-time.ts";

/** Microseconds of the Unix epoch as the time where the reader is: "12:03:04.417123", of another day with its date. */
export function printMoment(wall: number, now?: Date): string {
  return `${printTime(wall, now)}.${String(wall % 1_000_000).padStart(6, "0")}`;
}
