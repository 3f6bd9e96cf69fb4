import type { Rng } from "../../base/rng.ts";
import { type Duration, type Instant, later, microseconds } from "../../base/time.ts";

/** A node's timer that rings late: by chance, the same for one deadline however often it is asked for. */
export class LateAlarm {
  readonly #rng: Rng;
  readonly #upTo: Duration;
  #deadline: Instant | undefined;
  #rings: Instant | undefined;

  constructor(rng: Rng, upTo: Duration) {
    this.#rng = rng;
    this.#upTo = upTo;
  }

  /** When it rings that was set for `deadline`. */
  rings(deadline: Instant): Instant {
    if (this.#rings === undefined || this.#deadline !== deadline) {
      this.#deadline = deadline;
      this.#rings = later(deadline, microseconds(this.#rng.below(this.#upTo + 1)));
    }
    return this.#rings;
  }
}
