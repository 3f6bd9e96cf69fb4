import type { Duration } from "../base/time.ts";

/** What `max_auto_priority` and `min_auto_priority_delay` say. */
export type PriorityLimits = {
  /** 0 to 99; 0: never raised. */
  readonly maximum: number;
  /** The lateness that makes it worth while. */
  readonly delay: Duration;
};

/**
 * The real-time priority of a process that wakes up late: one more each time, up to a limit (keepalived.conf(5),
 * "max_auto_priority").
 */
export class PriorityRaiser {
  readonly #limits: PriorityLimits;
  /** 0: the process is not under real-time scheduling. */
  #priority: number;

  constructor(priority: number | undefined, limits: PriorityLimits) {
    this.#priority = priority ?? 0;
    this.#limits = limits;
  }

  /** The priority to take from now on; undefined: the one there is. */
  late(by: Duration): number | undefined {
    if (by < this.#limits.delay || this.#priority >= this.#limits.maximum) return undefined;
    this.#priority += 1;
    return this.#priority;
  }
}
