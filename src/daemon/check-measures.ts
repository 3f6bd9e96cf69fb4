import { Histogram } from "../base/histogram.ts";
import { milliseconds } from "../base/time.ts";
import { noMeasures } from "../status/live/document.ts";
import type { Measures } from "../status/live/status-document.ts";
import type { CheckRunner } from "./lvs-driver.ts";

/** Those of the vrrp process for scripts, so that the two can be added. */
const scriptBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000].map(
  milliseconds,
);

/** From an answer of a neighbour to the longest time-outs. */
const checkBounds = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000].map(
  milliseconds,
);

/** How long health checks and the scripts of a checkers process take. */
export class CheckMeasures {
  readonly scriptDuration = new Histogram(scriptBounds);
  readonly #checkDuration = new Histogram(checkBounds);

  /** The same, each run measured that comes to its end. */
  timed(checks: CheckRunner): CheckRunner {
    return {
      run: (request, done) =>
        checks.run(request, (outcome) => {
          this.#checkDuration.add(outcome.duration);
          done(outcome);
        }),
    };
  }

  copy(): Measures {
    return {
      ...noMeasures,
      scriptDuration: this.scriptDuration.copy(),
      checkDuration: this.#checkDuration.copy(),
    };
  }
}
