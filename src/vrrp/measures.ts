import { Histogram, type HistogramCounts } from "../base/histogram.ts";
import { milliseconds } from "../base/time.ts";

/** The usual intervals are between two bounds, so that a late advert is told from one in time. */
const gapBounds = [
  5, 9, 11, 15, 19, 21, 30, 48, 52, 75, 95, 105, 125, 150, 195, 205, 300, 490, 510, 750, 980, 1_020, 1_100, 1_250,
  1_500, 1_980, 2_020, 3_050, 5_050, 10_000, 30_000, 60_000,
].map(milliseconds);

const latenessBounds = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000].map(milliseconds);

const durationBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000].map(
  milliseconds,
);

/** What is measured of the work of all instances together. */
export class VrrpMeasures {
  /** Between two adverts of a master, as backups hear them. */
  readonly advertGap = new Histogram(gapBounds);
  /** How long after its deadline something is done. */
  readonly timerLateness = new Histogram(latenessBounds);
  /** Of check scripts and notify scripts. */
  readonly scriptDuration = new Histogram(durationBounds);

  /** As they are now. */
  copy(): MeasuresStatus {
    return {
      advertGap: this.advertGap.copy(),
      timerLateness: this.timerLateness.copy(),
      scriptDuration: this.scriptDuration.copy(),
    };
  }
}

export type MeasuresStatus = Readonly<Record<"advertGap" | "timerLateness" | "scriptDuration", HistogramCounts>>;
