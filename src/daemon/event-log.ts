import type { VrrpEvent } from "../vrrp/events.ts";

/** Announcements that are told of at a time: about a hundred lines of the log with `-D`. */
const addressesPerPart = 16;

/**
 * Hands events to the log in their order, but those that make very many lines in parts, with a turn of the event loop
 * between them: adverts do not wait for the log of a thousand addresses.
 */
export class EventLog {
  readonly #write: (event: VrrpEvent) => void;
  readonly #isBusy: () => boolean;
  readonly #waiting: VrrpEvent[] = [];
  #next: NodeJS.Immediate | undefined;

  /** While `isBusy` says that there is something more urgent, what waits goes on waiting. */
  constructor(write: (event: VrrpEvent) => void, isBusy: () => boolean) {
    this.#write = write;
    this.#isBusy = isBusy;
  }

  add(event: VrrpEvent): void {
    const parts = partsOf(event);
    if (this.#waiting.length === 0 && parts.length === 1) return this.#write(event);
    this.#waiting.push(...parts);
    if (this.#next === undefined) this.#schedule();
    return undefined;
  }

  /** Writes what still waits. */
  finish(): void {
    if (this.#next !== undefined) clearImmediate(this.#next);
    this.#next = undefined;
    for (const event of this.#waiting.splice(0)) this.#write(event);
  }

  #schedule(): void {
    this.#next =
      this.#waiting.length === 0
        ? undefined
        : setImmediate(() => {
            const event = this.#isBusy() ? undefined : this.#waiting.shift();
            if (event !== undefined) this.#write(event);
            this.#schedule();
          });
  }
}

/** Events whose lines, one after the other, are those of the event. */
function partsOf(event: VrrpEvent): readonly VrrpEvent[] {
  if (event.kind !== "announced" || event.addresses.length <= addressesPerPart) return [event];
  const count = Math.ceil(event.addresses.length / addressesPerPart);
  return Array.from({ length: count }, (_, index) => ({
    ...event,
    addresses: event.addresses.slice(index * addressesPerPart, (index + 1) * addressesPerPart),
  }));
}
