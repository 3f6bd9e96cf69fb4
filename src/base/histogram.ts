import { assert } from "./assert.ts";
import type { Duration } from "./time.ts";

/** A histogram at one moment. Each value is in one of the counts; the last is of those above all bounds. */
export type HistogramCounts = {
  /** Microseconds, in ascending order. */
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  /** Of all values, microseconds. */
  readonly sum: number;
};

/** How lengths of time are distributed over fixed bounds. Adding one allocates nothing and takes logarithmic time. */
export class Histogram {
  readonly #bounds: Float64Array;
  /** One more than bounds. */
  readonly #counts: Float64Array;
  readonly #sum = new Float64Array(1);
  /** Where the last value was counted: most are like the one before. */
  #last = 0;
  #above = Infinity;
  #upTo = -Infinity;

  /** A value counts for the first of the bounds that it does not exceed. */
  constructor(bounds: readonly Duration[]) {
    assert(
      bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? 0)),
      "bounds ascend",
    );
    this.#bounds = Float64Array.from(bounds);
    this.#counts = new Float64Array(bounds.length + 1);
  }

  add(value: Duration): void {
    if (value <= this.#above || value > this.#upTo) this.#find(value);
    this.#counts[this.#last] = (this.#counts[this.#last] ?? 0) + 1;
    this.#sum[0] = (this.#sum[0] ?? 0) + value;
  }

  #find(value: Duration): void {
    const bounds = this.#bounds;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    this.#last = low;
    this.#above = bounds[low - 1] ?? -Infinity;
    this.#upTo = bounds[low] ?? Infinity;
  }

  /** As it is now: what is added later changes nothing in it. */
  copy(): HistogramCounts {
    return { bounds: Array.from(this.#bounds), counts: Array.from(this.#counts), sum: this.#sum[0] ?? 0 };
  }
}
