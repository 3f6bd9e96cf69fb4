import type { Instant } from "../../base/time.ts";

/** A difference between two readings of the wall's clock that somebody has set; smaller ones are the readings' own. */
const clockWasSet = 50_000;

/** The clock of the wall beside that of an engine: an instant that has been told once is told the same again. */
export class WallOfInstants {
  readonly #now: () => Instant;
  #offset: number | undefined;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** What makes microseconds of the Unix epoch of the instants of this moment. */
  read(): (at: Instant) => number {
    const offset = Date.now() * 1_000 - this.#now();
    if (this.#offset === undefined || Math.abs(offset - this.#offset) > clockWasSet) this.#offset = offset;
    const kept = this.#offset;
    return (at) => at + kept;
  }
}
