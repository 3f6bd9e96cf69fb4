import type { EventRecord } from "./event-record.ts";

export type Severity = EventRecord["severity"];

/** What a record says about its event besides the event itself. */
export type Described = {
  readonly subject: string | undefined;
  readonly severity: Severity;
  /** One sentence without its full stop. */
  readonly text: string;
};

/** "1 address", "3 addresses". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "once", "twice", "three times". */
export function timesInWords(count: number): string {
  return ["never", "once", "twice", "three times", "four times", "five times"][count] ?? `${count} times`;
}

/** Seconds with as many digits as people read: "0.361 s", "12.3 s", "3 h 12 min". */
export function span(microseconds: number): string {
  const value = microseconds / 1_000_000;
  if (value < 0.001) return `${Math.round(microseconds)} µs`;
  if (value < 10) return `${Number(value.toFixed(3))} s`;
  if (value < 120) return `${Number(value.toFixed(1))} s`;
  const minutes = Math.round(value / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
