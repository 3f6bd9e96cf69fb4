import { Rng } from "../src/base/rng.ts";
import { median } from "./bench-table.ts";

/** How often what was measured is drawn anew: enough for two digits of an interval. */
const usualDraws = 2_000;

/** Of a hundred intervals that are made like this, so many have the true value in them. */
const confidence = 0.95;

/** What was measured with the same processes belongs together: no two processes are alike. */
export type Block = readonly number[];

export type Change = {
  /** Medians. */
  readonly before: number;
  readonly after: number;
  /** How much more the median after is, as a part of that before: 0.05 is five percent more. */
  readonly change: number;
  readonly low: number;
  readonly high: number;
};

/** Whether a change is surely less than a limit, surely not, or not known from so many rounds. */
export type Verdict = "less" | "not less" | "undecided";

/** How the middle of values is found. */
export type Middle = (values: readonly number[]) => number;

/**
 * The median of values that are rounded to whole numbers, many of them equal: as if those that are were spread evenly
 * over what is rounded to them. NaN: there are none.
 */
export function medianOfWholes(values: readonly number[]): number {
  const value = median(values);
  const below = values.filter((each) => each < value).length;
  const equal = values.filter((each) => each === value).length;
  return value - 0.5 + (values.length / 2 - below) / equal;
}

/**
 * How much one median differs from another, with the interval that chance leaves (percentile bootstrap; Efron and
 * Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13), blocks being drawn as wholes. Throws RangeError
 * when one side has no values.
 */
export function compareMedians(
  before: readonly Block[],
  after: readonly Block[],
  {
    seed = 1,
    draws = usualDraws,
    middle = median,
  }: { readonly seed?: number; readonly draws?: number; readonly middle?: Middle } = {},
): Change {
  const [off, on] = [middle(before.flat()), middle(after.flat())];
  if (Number.isNaN(off) || Number.isNaN(on)) throw new RangeError("nothing was measured");
  const rng = new Rng(seed);
  const changes = Array.from({ length: draws }, () => ratio(middle(drawn(before, rng)), middle(drawn(after, rng))));
  const sorted = changes.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (draws - 1))] ?? Number.NaN;
  const tail = (1 - confidence) / 2;
  return { before: off, after: on, change: ratio(off, on), low: at(tail), high: at(1 - tail) };
}

export function judge({ low, high }: Pick<Change, "low" | "high">, limit: number): Verdict {
  if (high < limit) return "less";
  return low >= limit ? "not less" : "undecided";
}

function drawn(blocks: readonly Block[], rng: Rng): readonly number[] {
  return blocks.flatMap(() => rng.pick(blocks));
}

function ratio(before: number, after: number): number {
  return (after - before) / before;
}
