import { type Duration, type Instant, later, zeroDuration } from "../base/time.ts";
import type { TrackProcessConfig } from "./config.ts";

/**
 * Whether there are enough processes. "awaited": they have not been counted yet, and who depends on them waits;
 * "unknown": nor have they, but the daemon was running before it was told of them, and nobody waits.
 */
export type ProcessVerdict = "awaited" | "unknown" | "up" | "down";

/** The delay that runs before a quorum is gained or lost. */
export type ProcessDelay = "fork" | "terminate";

/** Whether the verdict has changed. */
export type ProcessChange = "gained" | "lost" | undefined;

type Pending = { readonly delay: ProcessDelay; readonly at: Instant };

/**
 * One `vrrp_track_process`: what the number of processes means (keepalived.conf(5), "vrrp_track_process"). The first
 * count counts at once. Afterwards a new process changes the verdict when `fork_delay` has passed, and one that has
 * ended when `terminate_delay` has, unless it is as before by then.
 */
export class ProcessTracker {
  readonly config: TrackProcessConfig;
  #count: number | undefined;
  #verdict: ProcessVerdict;
  #pending: Pending | undefined;

  /** `count` is what a reload carries over. */
  constructor(config: TrackProcessConfig, verdict: ProcessVerdict, count?: number) {
    this.config = config;
    this.#count = count;
    this.#verdict = count === undefined ? verdict : this.#verdictOf(count);
  }

  get verdict(): ProcessVerdict {
    return this.#verdict;
  }

  /** Undefined: they have not been counted yet. */
  get count(): number | undefined {
    return this.#count;
  }

  get pending(): ProcessDelay | undefined {
    return this.#pending?.delay;
  }

  get deadline(): Instant | undefined {
    return this.#pending?.at;
  }

  counted(now: Instant, count: number): ProcessChange {
    const before = this.#count ?? count;
    this.#count = count;
    const verdict = this.#verdictOf(count);
    if (this.#verdict === "awaited" || this.#verdict === "unknown") {
      this.#verdict = verdict;
      return undefined;
    }
    if (verdict === this.#verdict) {
      this.#pending = undefined;
      return undefined;
    }
    if (this.#pending !== undefined) return undefined;
    const delay = count > before ? "fork" : "terminate";
    const wait = this.#lengthOf(delay);
    if (wait === zeroDuration) return this.#change();
    this.#pending = { delay, at: later(now, wait) };
    return undefined;
  }

  tick(now: Instant): ProcessChange {
    return this.#pending === undefined || now < this.#pending.at ? undefined : this.#change();
  }

  #change(): ProcessChange {
    this.#pending = undefined;
    this.#verdict = this.#verdict === "up" ? "down" : "up";
    return this.#verdict === "up" ? "gained" : "lost";
  }

  #verdictOf(count: number): "up" | "down" {
    const { quorum, quorumMaximum } = this.config;
    // A maximum of 0 wants none of them, whatever the quorum says.
    if (quorumMaximum === 0) return count === 0 ? "up" : "down";
    return count >= quorum && (quorumMaximum === undefined || count <= quorumMaximum) ? "up" : "down";
  }

  #lengthOf(delay: ProcessDelay): Duration {
    return delay === "fork" ? this.config.forkDelay : this.config.terminateDelay;
  }
}
