import type { VrrpEvent } from "../vrrp/events.ts";

/** Announcements that are told of at a time: about a hundred lines of the log with `-D`. */
const addressesPerPart = 16;

/**
 * Hands events to the log in their order, but those that make very many lines in parts, with a turn of the event loop
 * between them: adverts do not wait for the log of a thousand addresses.
 */
export class EventLog {
  readonly #write: (event: VrrpEvent) => void;
  readonly #waiting: VrrpEvent[] = [];
  #next: NodeJS.Immediate | undefined;

  constructor(write: (event: VrrpEvent) => void) {
    this.#write = write;
  }

  add(event: VrrpEvent): void {
    const [first, ...rest] = partsOf(event);
    if (first === undefined) return;
    if (this.#waiting.length > 0) {
      this.#waiting.push(first, ...rest);
      return;
    }
    this.#write(first);
    this.#waiting.push(...rest);
    this.#schedule();
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
            const event = this.#waiting.shift();
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
