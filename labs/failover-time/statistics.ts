import { toMilliseconds, type Duration } from "../../src/base/time.ts";

/** What a series of measurements amounts to. */
export type Summary = {
  readonly count: number;
  readonly median: Duration;
  readonly p90: Duration;
  readonly p99: Duration;
  readonly max: Duration;
};

/** Throws RangeError when there is nothing to summarise. */
export function summarise(values: readonly Duration[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): Duration => {
    // Nearest rank: the smallest value that at least this share of all does not exceed.
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (value === undefined) throw new RangeError("no measurements");
    return value;
  };
  return { count: sorted.length, median: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

/** One line per series, in milliseconds. */
export function printTable(title: string, rows: ReadonlyMap<string, Summary>): string {
  const head = `${title.padEnd(44)}     n    median       p90       p99       max  (ms)`;
  const lines = [...rows].map(([name, { count, median, p90, p99, max }]) =>
    [`  ${name}`.padEnd(44), String(count).padStart(6), ...[median, p90, p99, max].map(cell)].join(""),
  );
  return [head, ...lines].join("\n");
}

function cell(value: Duration): string {
  return toMilliseconds(value).toFixed(3).padStart(10);
}
