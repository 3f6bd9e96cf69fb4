/** What one bench has measured: a value of each run, the reference's and ours, in the same unit. */
export type BenchRow = {
  readonly what: string;
  /** "ms", "s", "s/min" */
  readonly unit: string;
  readonly reference: readonly number[];
  readonly holdfast: readonly number[];
};

/** Fewer runs say too little. */
export const leastRuns = 5;

const width = 58;

/** A table of medians side by side with their ratio: below 1 Holdfast is ahead, whatever is measured. */
export function printBench(title: string, rows: readonly BenchRow[]): string {
  const head = `${title.padEnd(width)}${["C Keepalived", "Holdfast", "ratio"].map((text) => text.padStart(15)).join("")}`;
  return [head, ...rows.map(printRow)].join("\n");
}

function printRow({ what, unit, reference, holdfast }: BenchRow): string {
  const [theirs, ours] = [median(reference), median(holdfast)];
  const cells = [`${rounded(theirs)} ${unit}`, `${rounded(ours)} ${unit}`, (ours / theirs).toFixed(2)];
  const runs = `median of ${Math.min(reference.length, holdfast.length)}`;
  return `${`  ${what}, ${runs}`.padEnd(width)}${cells.map((text) => text.padStart(15)).join("")}`;
}

/** The middle one; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? Number.NaN;
}

/** Three digits that count. */
function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
