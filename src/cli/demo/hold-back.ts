import type { Instant } from "../../base/time.ts";

/** Puts back into order what arrives a little out of it: things are held until nothing earlier can come any more. */
export class HoldBack<T> {
  readonly #timeOf: (item: T) => Instant;
  #held: T[] = [];

  constructor(timeOf: (item: T) => Instant) {
    this.#timeOf = timeOf;
  }

  add(item: T): void {
    this.#held.push(item);
  }

  /** Takes what is of `horizon` or earlier, in order of time; what is of one moment stays in order of arrival. */
  take(horizon: Instant): readonly T[] {
    const due = this.#held.filter((item) => this.#timeOf(item) <= horizon);
    this.#held = this.#held.filter((item) => this.#timeOf(item) > horizon);
    return due.sort((a, b) => this.#timeOf(a) - this.#timeOf(b));
  }
}
