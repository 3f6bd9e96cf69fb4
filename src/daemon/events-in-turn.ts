/** Events that wait for a change of the table; more than an engine of ten thousand servers says at once. */
export const waitingLimit = 100_000;

type Waiting<Event> = { readonly kind: "event"; readonly event: Event } | { readonly kind: "change"; done: boolean };

/**
 * Tells events in their order, and each when the changes that were asked for before it have been made: who is told that
 * a server is back finds it in the table.
 */
export class EventsInTurn<Event> {
  readonly #tell: (event: Event) => void;
  readonly #waiting: Waiting<Event>[] = [];

  constructor(tell: (event: Event) => void) {
    this.#tell = tell;
  }

  /** A change is under way; what is returned is called when it has been made, or has failed. */
  change(): () => void {
    const change: Waiting<Event> = { kind: "change", done: false };
    this.#waiting.push(change);
    return () => {
      change.done = true;
      this.#go();
    };
  }

  event(event: Event): void {
    if (this.#waiting.length === 0) return this.#tell(event);
    this.#waiting.push({ kind: "event", event });
    // A table that does not change any more is no reason to keep quiet.
    if (this.#waiting.length > waitingLimit) this.finish();
    return undefined;
  }

  /** Tells what still waits. */
  finish(): void {
    for (const each of this.#waiting.splice(0)) if (each.kind === "event") this.#tell(each.event);
  }

  #go(): void {
    let count = 0;
    for (const each of this.#waiting) {
      if (each.kind === "change" && !each.done) break;
      count += 1;
    }
    for (const each of this.#waiting.splice(0, count)) if (each.kind === "event") this.#tell(each.event);
  }
}
