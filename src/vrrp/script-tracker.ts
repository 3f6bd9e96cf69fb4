import { type Duration, elapsed, type Instant, later } from "../base/time.ts";
import type { ScriptConfig } from "./config.ts";

/** How one run of a script ended. */
export type ScriptOutcome =
  | { readonly kind: "exited"; readonly status: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "timed-out" }
  /** It could not be started at all. */
  | { readonly kind: "not-started"; readonly code: string };

export type Verdict = "unknown" | "up" | "down";

/** What a tracker wants done or known after an input. */
export type ScriptReport =
  | { readonly kind: "run" | "kill" | "overrun" }
  | { readonly kind: "result"; readonly outcome: ScriptOutcome }
  | {
      readonly kind: "verdict";
      readonly verdict: "up" | "down";
      readonly outcome: ScriptOutcome;
      /** So many results in a row have said so. */
      readonly inARow: number;
    };

/** A run that has ended. */
export type LastRun = {
  readonly startedAt: Instant;
  readonly duration: Duration;
  readonly outcome: ScriptOutcome;
  readonly output: string;
};

type Run =
  | { readonly name: "idle" }
  | {
      readonly name: "running";
      readonly startedAt: Instant;
      readonly killAt: Instant | undefined;
      readonly timedOut: boolean;
    };

/**
 * One `vrrp_script`: when to run it, and what its exits add up to. The first result counts at once; afterwards
 * `rise` successes or `fall` failures in a row change the verdict (keepalived.conf(5), "VRRP script(s)"). A run that
 * is still going when the next is due is not doubled.
 */
export class ScriptTracker {
  readonly config: ScriptConfig;
  #verdict: Verdict;
  #run: Run = { name: "idle" };
  #runAt: Instant;
  /** Results in a row that speak against the verdict. */
  #against = 0;
  #lastOutcome: ScriptOutcome = { kind: "exited", status: 0 };
  #lastRun: LastRun | undefined;

  /** `verdict` is what a reload carries over from before. */
  constructor(config: ScriptConfig, now: Instant, verdict: Verdict = "unknown") {
    this.config = config;
    this.#verdict = verdict === "unknown" && config.initFail ? "down" : verdict;
    this.#runAt = now;
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  get running(): boolean {
    return this.#run.name === "running";
  }

  /** Undefined: none has ended yet. */
  get lastRun(): LastRun | undefined {
    return this.#lastRun;
  }

  /** Results in a row that speak against the verdict. */
  get against(): number {
    return this.#against;
  }

  get deadline(): Instant {
    const killAt = this.#run.name === "running" ? this.#run.killAt : undefined;
    return killAt !== undefined && killAt < this.#runAt ? killAt : this.#runAt;
  }

  tick(now: Instant): readonly ScriptReport[] {
    const reports: ScriptReport[] = [];
    if (this.#run.name === "running" && this.#run.killAt !== undefined && this.#run.killAt <= now) {
      this.#run = { name: "running", startedAt: this.#run.startedAt, killAt: undefined, timedOut: true };
      reports.push({ kind: "kill" });
    }
    if (this.#runAt <= now) {
      if (this.#run.name === "running") {
        // With a time-out equal to the interval both are due together: that is a time-out, not an overrun.
        if (reports.length === 0) reports.push({ kind: "overrun" });
      } else {
        const killAt = later(now, this.config.timeout);
        this.#run = { name: "running", startedAt: now, killAt, timedOut: false };
        reports.push({ kind: "run" });
      }
      this.#runAt = later(now, this.config.interval);
    }
    return reports;
  }

  ended(now: Instant, outcome: ScriptOutcome, output: string): readonly ScriptReport[] {
    if (this.#run.name === "idle") return [];
    const seen: ScriptOutcome = this.#run.timedOut ? { kind: "timed-out" } : outcome;
    const { startedAt } = this.#run;
    this.#run = { name: "idle" };
    this.#lastRun = { startedAt, duration: elapsed(startedAt, now), outcome: seen, output };

    const reports: ScriptReport[] = [];
    if (!sameOutcome(seen, this.#lastOutcome)) reports.push({ kind: "result", outcome: seen });
    this.#lastOutcome = seen;

    const result = seen.kind === "exited" && seen.status === 0 ? "up" : "down";
    if (result === this.#verdict) {
      this.#against = 0;
      return reports;
    }
    this.#against += 1;
    const needed = this.#verdict === "unknown" ? 1 : result === "up" ? this.config.rise : this.config.fall;
    if (this.#against >= needed) {
      const inARow = this.#against;
      this.#against = 0;
      this.#verdict = result;
      reports.push({ kind: "verdict", verdict: result, outcome: seen, inARow });
    }
    return reports;
  }
}

function sameOutcome(a: ScriptOutcome, b: ScriptOutcome): boolean {
  return (
    a.kind === b.kind &&
    (a.kind !== "exited" || b.kind !== "exited" || a.status === b.status) &&
    (a.kind !== "signalled" || b.kind !== "signalled" || a.signal === b.signal)
  );
}
