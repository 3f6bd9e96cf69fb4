import { assert } from "../../base/assert.ts";
import { type Duration, type Instant, instant, later } from "../../base/time.ts";
import type { Alarm, Clock } from "../ports.ts";

type Appointment = { readonly at: Instant; readonly order: number; readonly action: () => void };

/** Actions at one moment before the clock gives up: a machine that never comes to rest is a mistake of its own. */
const actionsPerMoment = 100_000;

/**
 * A clock that stands still until it is moved. What is due is done on the way, in the order of the times and then of
 * the requests, each with the clock at its time. Everything fake hangs on one such clock.
 */
export class FakeClock implements Clock {
  #now: Instant;
  #order = 0;
  readonly #appointments = new Set<Appointment>();

  constructor(start: Instant = instant(0)) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** The time of the next appointment; undefined when there is none. */
  get next(): Instant | undefined {
    return this.#first()?.at;
  }

  /** Does something at `at`, or when the clock is next moved if that is past. Returns what calls it off. */
  schedule(at: Instant, action: () => void): () => void {
    this.#order += 1;
    const appointment: Appointment = { at, order: this.#order, action };
    this.#appointments.add(appointment);
    return () => void this.#appointments.delete(appointment);
  }

  /** Moves to `at`, which is not before now, and does what is due up to and at that moment. */
  advanceTo(at: Instant): void {
    assert(at >= this.#now, "time does not go back");
    let actions = 0;
    for (let first = this.#first(); first !== undefined && first.at <= at; first = this.#first()) {
      actions = first.at > this.#now ? 0 : actions + 1;
      assert(actions < actionsPerMoment, "the machines do not come to rest");
      if (first.at > this.#now) this.#now = first.at;
      this.#appointments.delete(first);
      first.action();
    }
    this.#now = at;
  }

  advance(by: Duration): void {
    this.advanceTo(later(this.#now, by));
  }

  /** An OpenAlarm. */
  readonly openAlarm = (ring: () => void): Alarm => {
    let callOff: (() => void) | undefined;
    let closed = false;
    const disarm = (): void => {
      callOff?.();
      callOff = undefined;
    };
    return {
      set: (at) => {
        disarm();
        if (at !== undefined && !closed) callOff = this.schedule(at, ring);
      },
      close: () => {
        disarm();
        closed = true;
      },
    };
  };

  #first(): Appointment | undefined {
    let first: Appointment | undefined;
    for (const each of this.#appointments) {
      const before = first === undefined || each.at < first.at || (each.at === first.at && each.order < first.order);
      if (before) first = each;
    }
    return first;
  }
}
