import { type Duration, elapsed, type Instant, later, seconds } from "../base/time.ts";

/**
 * Packets within a second, of no interest to any virtual router here, from which on it is a flood. Some misconfigured
 * neighbours do not send as many, and this many cost nothing.
 */
export const floodLimit = 200;

/** In a flood, one in so many of the rest is still looked at, so that it is seen what it is and when it ends. */
export const oneInFlood = 256;

const window = seconds(1);

/** How often a flood is measured: it is over when this long there was less than half of what makes one. */
const review = seconds(10);

/** How often it is told that a flood goes on. */
const reportInterval = seconds(60);

/** What the guard of a socket has found. Numbers of packets in a flood are estimates. */
export type FloodNews =
  | { readonly kind: "began" }
  | { readonly kind: "goes-on"; readonly packets: number; readonly during: Duration }
  | { readonly kind: "over"; readonly packets: number; readonly lasted: Duration };

type State =
  | { readonly name: "calm" }
  | {
      readonly name: "flood";
      readonly since: Instant;
      readonly reviewAt: Instant;
      readonly reportedAt: Instant;
    };

/** Watches how many packets of no interest a socket gets. Cheap for each of them. */
export class FloodGuard {
  #state: State = { name: "calm" };
  /** Since the window, or the last review, began. */
  #count = 0;
  #windowAt: Instant | undefined;
  /** Of this flood until the last review, and since the last report. */
  #packets = 0;
  #unreported = 0;

  get deadline(): Instant | undefined {
    return this.#state.name === "flood" ? this.#state.reviewAt : undefined;
  }

  /** A packet of no interest has come. */
  hear(now: Instant): FloodNews | undefined {
    this.#count += 1;
    if (this.#state.name === "flood") return undefined;
    if (this.#windowAt === undefined || elapsed(this.#windowAt, now) >= window) {
      this.#windowAt = now;
      this.#count = 1;
    }
    if (this.#count < floodLimit) return undefined;
    this.#state = { name: "flood", since: now, reviewAt: later(now, review), reportedAt: now };
    this.#packets = this.#count;
    this.#unreported = this.#count;
    this.#count = 0;
    return { kind: "began" };
  }

  tick(now: Instant): FloodNews | undefined {
    const state = this.#state;
    if (state.name === "calm" || state.reviewAt > now) return undefined;
    const heard = this.#count * oneInFlood;
    this.#count = 0;
    this.#packets += heard;
    this.#unreported += heard;
    const limit = (floodLimit * review) / window / 2;
    if (heard < limit) {
      this.#state = { name: "calm" };
      return { kind: "over", packets: this.#packets, lasted: elapsed(state.since, now) };
    }
    const during = elapsed(state.reportedAt, now);
    const due = during >= reportInterval;
    const packets = this.#unreported;
    if (due) this.#unreported = 0;
    this.#state = { ...state, reviewAt: later(now, review), reportedAt: due ? now : state.reportedAt };
    return due ? { kind: "goes-on", packets, during } : undefined;
  }
}
