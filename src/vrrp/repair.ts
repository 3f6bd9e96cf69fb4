import { type Duration, type Instant, later } from "../base/time.ts";
import type { VirtualAddress } from "./config.ts";
import { addressKey } from "./held.ts";

/**
 * Addresses of a master that somebody else has removed. They are put back at once, but not more often than once an
 * interval: with a program that removes them as fast, the wire and the log keep their peace.
 */
export class RepairQueue {
  readonly #interval: Duration;
  readonly #waiting = new Map<string, VirtualAddress>();
  #notBefore: Instant | undefined;

  constructor(interval: Duration) {
    this.#interval = interval;
  }

  get deadline(): Instant | undefined {
    return this.#waiting.size === 0 ? undefined : this.#notBefore;
  }

  add(addresses: readonly VirtualAddress[]): void {
    for (const address of addresses) this.#waiting.set(addressKey(address), address);
  }

  /** What may be put back now. */
  takeDue(now: Instant): readonly VirtualAddress[] {
    if (this.#waiting.size === 0 || (this.#notBefore !== undefined && now < this.#notBefore)) return [];
    const due = Array.from(this.#waiting.values());
    this.#waiting.clear();
    this.#notBefore = later(now, this.#interval);
    return due;
  }
}
