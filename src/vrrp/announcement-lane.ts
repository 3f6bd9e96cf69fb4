import { type Duration, elapsed, type Instant, later, milliseconds } from "../base/time.ts";
import type { VirtualAddress } from "./config.ts";
import { addressPlace } from "./held.ts";

/**
 * What is sent late may be caught up on within this time: a timer is never exact, and intervals of microseconds are
 * allowed.
 */
const slack = milliseconds(1);

type Waiting = { readonly address: VirtualAddress; remaining: number };

/**
 * Announcements that share a pace: at most one in each interval. Addresses that have not been announced at all come
 * before the repetitions of others, so that a take-over is known as soon as the pace allows. An address waits once,
 * however often it is asked for: there is never more here than the machine has addresses.
 */
export class AnnouncementLane {
  readonly #interval: Duration;
  readonly #firsts = new Map<string, Waiting>();
  readonly #repeats = new Map<string, Waiting>();
  /** Before this nothing is sent. */
  #freeAt: Instant | undefined;

  /** `freeAt`: nothing is sent before it. */
  constructor(interval: Duration, freeAt?: Instant) {
    this.#interval = interval;
    this.#freeAt = freeAt;
  }

  /** When the next one may be sent; undefined: none waits. */
  get deadline(): Instant | undefined {
    return this.#firsts.size + this.#repeats.size === 0 ? undefined : this.#freeAt;
  }

  /** Those that wait, and how often each is to be announced. */
  get waiting(): readonly Readonly<Waiting>[] {
    return [...this.#firsts.values(), ...this.#repeats.values()];
  }

  /** Asks for `repeat` announcements. Take what may be sent at once with `takeDue`. */
  add(address: VirtualAddress, repeat: number): void {
    const place = addressPlace(address);
    const before = this.#firsts.get(place)?.remaining ?? this.#repeats.get(place)?.remaining ?? 0;
    this.#repeats.delete(place);
    this.#firsts.set(place, { address, remaining: Math.max(before, repeat) });
  }

  /** It is no longer ours to announce. */
  forget(address: VirtualAddress): void {
    const place = addressPlace(address);
    this.#firsts.delete(place);
    this.#repeats.delete(place);
  }

  /** The addresses to announce now, in order, each once for each time that it is there. */
  takeDue(now: Instant): readonly VirtualAddress[] {
    const due: VirtualAddress[] = [];
    while (this.#freeAt === undefined || this.#freeAt <= now) {
      const next = this.#takeNext();
      if (next === undefined) break;
      due.push(next);
      const isLate = this.#freeAt === undefined || elapsed(this.#freeAt, now) > slack;
      this.#freeAt = later(isLate || this.#freeAt === undefined ? now : this.#freeAt, this.#interval);
    }
    return due;
  }

  #takeNext(): VirtualAddress | undefined {
    const queue = this.#firsts.size > 0 ? this.#firsts : this.#repeats;
    const [entry] = queue;
    if (entry === undefined) return undefined;
    const [place, { address, remaining }] = entry;
    queue.delete(place);
    // Behind all others, so that it goes round after round.
    if (remaining > 1) this.#repeats.set(place, { address, remaining: remaining - 1 });
    return address;
  }
}
