import { DeadlineHeap } from "../../base/deadline-heap.ts";
import type { Instant } from "../../base/time.ts";
import type { Alarm, Clock, OpenAlarm } from "../../platform/ports.ts";

export interface Expiring {
  expire(): void;
}

/** The time-outs of all runs, on one alarm. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #heap = new DeadlineHeap<Expiring>();
  readonly #alarm: Alarm;

  constructor(clock: Clock, openAlarm: OpenAlarm) {
    this.#clock = clock;
    this.#alarm = openAlarm(() => this.#ring());
  }

  /** In place of an earlier one; undefined: it waits for nothing any more. */
  set(target: Expiring, at: Instant | undefined): void {
    this.#heap.set(target, at);
    // One that is called off rings in vain, which costs less than to move the alarm with every check that ends.
    if (at !== undefined && this.#heap.first() === target) this.#alarm.set(at);
  }

  close(): void {
    this.#alarm.close();
  }

  #ring(): void {
    const now = this.#clock.now();
    for (let due = this.#heap.takeFirstDue(now); due !== undefined; due = this.#heap.takeFirstDue(now)) due.expire();
    this.#alarm.set(this.#heap.next());
  }
}
