import type { StatusDocument } from "../../status/live/status-document.ts";

export type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** Metrics of one name. */
export type Family = {
  readonly name: string;
  readonly type: "gauge" | "counter";
  /** One sentence without an end. */
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: (document: StatusDocument) => readonly Sample[];
};

/** A value that is not known has no sample. */
export function sample(value: number | undefined, labels: Readonly<Record<string, string>> = {}): readonly Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}

/** Prometheus counts time in seconds. */
export function inSeconds(microseconds: number | undefined): number | undefined {
  return microseconds === undefined ? undefined : microseconds / microsecondsPerSecond;
}

const microsecondsPerSecond = 1_000_000;

export function flag(isSo: boolean): 0 | 1 {
  return isSo ? 1 : 0;
}
