import type { HistogramDocument, StatusDocument } from "../../status/live/status-document.ts";

/** Points of each curve: ten minutes of one a second. */
const keptPoints = 600;

/** What a node has measured between two documents; undefined: nothing was there to be measured. Microseconds. */
export type MeasurePoint = {
  readonly at: number;
  /** Nearly all silences between two adverts of a master were shorter. */
  readonly advertGap: number | undefined;
  /** Nearly everything was done within that time of its deadline. */
  readonly timerLateness: number | undefined;
};

/** Nearly all: 99 of 100. */
const nearly = 0.99;

/** Takes the point between two documents of a node to its others. */
export function addPoint(
  points: readonly MeasurePoint[],
  before: StatusDocument | undefined,
  after: StatusDocument,
): readonly MeasurePoint[] {
  if (before === undefined || after.at <= before.at) return points;
  const between = (name: "advertGap" | "timerLateness"): number | undefined =>
    quantile(difference(before.measures[name], after.measures[name]), nearly);
  const point = { at: after.at, advertGap: between("advertGap"), timerLateness: between("timerLateness") };
  return [...points, point].slice(-keptPoints);
}

/** A daemon that was started anew counts from nothing. */
function difference(before: HistogramDocument, after: HistogramDocument): HistogramDocument {
  const isAnew = after.counts.some((count, index) => count < (before.counts[index] ?? 0));
  if (isAnew || before.counts.length !== after.counts.length) return after;
  return { ...after, counts: after.counts.map((count, index) => count - (before.counts[index] ?? 0)) };
}

/** The bound below which that part of the values lies; above all bounds it is the last of them. */
export function quantile({ bounds, counts }: HistogramDocument, part: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let sum = 0;
  for (const [index, count] of counts.entries()) {
    sum += count;
    if (sum >= total * part) return bounds[index] ?? bounds.at(-1);
  }
  return bounds.at(-1);
}
