import type { Effect } from "./effects.ts";
import type { VrrpEvent } from "./events.ts";

/** What is to be done because of one input, in order: all parts of the engine add to it. */
export class Outbox {
  #effects: Effect[] = [];

  /** All since it was cleared; it is not changed by what comes after that. */
  get effects(): readonly Effect[] {
    return this.#effects;
  }

  /** A place for `insertReport` and `putReleasesFirst`: after everything so far. */
  get position(): number {
    return this.#effects.length;
  }

  clear(): void {
    this.#effects = [];
  }

  put(effect: Effect): void {
    this.#effects.push(effect);
  }

  putAll(effects: readonly Effect[]): void {
    this.#effects.push(...effects);
  }

  report(event: VrrpEvent): void {
    this.#effects.push({ kind: "event", event });
  }

  reportAll(events: readonly VrrpEvent[]): void {
    for (const event of events) this.report(event);
  }

  insertReport(position: number, event: VrrpEvent): void {
    this.#effects.splice(position, 0, { kind: "event", event });
  }

  /** From this place on: an address that moves from one instance to another is taken away before it is added. */
  putReleasesFirst(position: number): void {
    // Of a reload there may be more than a call can have arguments.
    const [before, since] = [this.#effects.slice(0, position), this.#effects.slice(position)];
    this.#effects = [...before, ...since.filter(isRelease), ...since.filter((effect) => !isRelease(effect))];
  }
}

/** What takes an address away. */
function isRelease({ kind }: Effect): boolean {
  return kind === "release" || kind === "open";
}
