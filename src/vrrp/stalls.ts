import { type Duration, elapsed, type Instant, seconds, times, zeroDuration } from "../base/time.ts";

/** Between two reports of one instance: a machine that stalls does so again and again. */
const quietTime = seconds(60);

/** Within that time only what is so many times worse than what was told last is news: a handful of reports at most. */
const worse = 2;

/** A stall that is worth a word, and how many there have been since the last one that was. */
export type ToldStall = { readonly late: Duration; readonly count: number };

/**
 * Counts how often a master woke so late that it has left out a whole advert, and tells it at a limited rate
 * (RFC 9568 §2.5, checklist T11 and T12): its backups may be about to take over.
 */
export class Stalls {
  #count = 0;
  #toldAt: Instant | undefined;
  #told: Duration = zeroDuration;

  /** `late`: how long after its deadline an advert goes out. Undefined: nothing has to be told. */
  advertisesLate(now: Instant, late: Duration): ToldStall | undefined {
    this.#count += 1;
    const isQuiet = this.#toldAt !== undefined && elapsed(this.#toldAt, now) < quietTime;
    if (isQuiet && late <= times(this.#told, worse)) return undefined;
    const count = this.#count;
    this.#toldAt = now;
    this.#told = late;
    this.#count = 0;
    return { late, count };
  }
}
