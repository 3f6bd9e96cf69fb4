import { assert } from "../base/assert.ts";
import type { Rng } from "../base/rng.ts";
import { type Duration, elapsed, type Instant, later, times } from "../base/time.ts";
import type { CheckFailure, CheckOutcome } from "./outcome.ts";
import type { CheckPlan } from "./plan.ts";

/** What is known of the server that is checked, as far as this checker goes. */
export type CheckHealth = {
  readonly state: "up" | "down";
  /** A whole check has ended; before that, a state is what was assumed. */
  readonly isKnown: boolean;
};

/** What a schedule wants done or known after an input. */
export type CheckReport =
  | { readonly kind: "run"; readonly step: number }
  /** `remaining`: attempts that are left before an "up" is over; 0 when it is over now, or was already. */
  | { readonly kind: "failed"; readonly reason: CheckFailure; readonly remaining: number; readonly wasUp: boolean }
  /**
   * `reason`: of the failure that decided. `retries`: attempts that were made beyond the first.
   * `isFirst`: it is what the first check says, and may be what was assumed.
   */
  | { readonly kind: "up"; readonly isFirst: boolean }
  | { readonly kind: "down"; readonly isFirst: boolean; readonly reason: CheckFailure; readonly retries: number };

type State =
  | { readonly name: "suspended" }
  | { readonly name: "waiting"; readonly startAt: Instant; readonly step: number }
  /** `startedAt`: when it was to start, which is what a rhythm counts from. */
  | { readonly name: "running"; readonly startedAt: Instant; readonly step: number };

/**
 * When one checker runs, and what its results add up to (keepalived.conf(5), "Virtual server(s)"). The first check
 * starts somewhere within `warmup`. A failure takes an "up" away after `retry` more of them in a row, each
 * `delay_before_retry` after the last, but the very first check counts at once: until then "up" was but assumed. A
 * server that is down gets one attempt per `delay_loop`. A check of several steps is over when all have succeeded, or
 * one has failed; while the server is up they follow upon one another.
 */
export class CheckSchedule {
  readonly #plan: CheckPlan;
  #state: State;
  #health: CheckHealth;
  /** In a row, of a checker that is up. */
  #failures = 0;

  /** `health`: what was known before; undefined: what `alpha` says. */
  constructor(plan: CheckPlan, now: Instant, rng: Rng, health?: CheckHealth) {
    assert(plan.steps >= 1, "a check has at least one step");
    this.#plan = plan;
    this.#health = health ?? { state: plan.timing.alpha ? "down" : "up", isKnown: false };
    this.#state = warmUp(plan, now, rng);
  }

  get health(): CheckHealth {
    return this.#health;
  }

  get isRunning(): boolean {
    return this.#state.name === "running";
  }

  get isSuspended(): boolean {
    return this.#state.name === "suspended";
  }

  /** Failed attempts in a row of a checker that is up all the same. */
  get failures(): number {
    return this.#failures;
  }

  /** When to `tick`; undefined while a run is under way, or none is wanted. */
  get deadline(): Instant | undefined {
    return this.#state.name === "waiting" ? this.#state.startAt : undefined;
  }

  tick(now: Instant): readonly CheckReport[] {
    if (this.#state.name !== "waiting" || this.#state.startAt > now) return [];
    return [this.#run(this.#state.startAt, this.#state.step)];
  }

  /** The end of the run that is under way; of any other it is ignored. */
  ended(now: Instant, outcome: CheckOutcome): readonly CheckReport[] {
    if (this.#state.name !== "running") return [];
    const { startedAt, step } = this.#state;
    if (outcome.kind === "failure") return this.#failed(now, startedAt, step, outcome.reason);
    this.#failures = 0;
    if (step + 1 === this.#plan.steps) return this.#succeeded(now, startedAt);
    if (this.#health.state === "up" || !this.#plan.recoversSlowly) return [this.#run(now, step + 1)];
    this.#state = { name: "waiting", startAt: this.#nextLoop(now, startedAt), step: step + 1 };
    return [];
  }

  /** No checks until `resume`. The state stays as it was; a run that is under way is to be cancelled. */
  suspend(): void {
    this.#failures = 0;
    this.#state = { name: "suspended" };
  }

  /** Begins anew, somewhere within `warmup`. */
  resume(now: Instant, rng: Rng): void {
    if (this.#state.name === "suspended") this.#state = warmUp(this.#plan, now, rng);
  }

  #run(startedAt: Instant, step: number): CheckReport {
    this.#state = { name: "running", startedAt, step };
    return { kind: "run", step };
  }

  #succeeded(now: Instant, startedAt: Instant): readonly CheckReport[] {
    this.#state = { name: "waiting", startAt: this.#nextLoop(now, startedAt), step: 0 };
    return this.#become({ kind: "up", isFirst: !this.#health.isKnown });
  }

  #failed(now: Instant, startedAt: Instant, step: number, reason: CheckFailure): readonly CheckReport[] {
    const { retry, delayBeforeRetry } = this.#plan.timing;
    const wasUp = this.#health.state === "up";
    this.#failures += wasUp ? 1 : 0;
    const failures = this.#failures;
    // An "up" that was but assumed has no retries.
    const remaining = wasUp && this.#health.isKnown ? Math.max(0, retry + 1 - failures) : 0;
    const failed: CheckReport = { kind: "failed", reason, remaining, wasUp };
    if (remaining > 0) {
      this.#state = { name: "waiting", startAt: later(now, delayBeforeRetry), step };
      return [failed];
    }
    this.#state = { name: "waiting", startAt: this.#nextLoop(now, startedAt), step: 0 };
    this.#failures = 0;
    const retries = Math.max(0, failures - 1);
    return [failed, ...this.#become({ kind: "down", isFirst: !this.#health.isKnown, reason, retries })];
  }

  /** A check has ended with that state. */
  #become(report: Extract<CheckReport, { readonly kind: "up" | "down" }>): readonly CheckReport[] {
    const before = this.#health;
    if (before.isKnown && before.state === report.kind) return [];
    this.#health = { state: report.kind, isKnown: true };
    return [report];
  }

  /**
   * From now, or from the start of the run: then a run that took longer than its loop makes the next one wait for the
   * loop after it, and the times stay the same ones.
   */
  #nextLoop(now: Instant, startedAt: Instant): Instant {
    const { delayLoop } = this.#plan.timing;
    if (this.#plan.rhythm === "from-end") return later(now, delayLoop);
    return later(startedAt, times(delayLoop, loopsUntil(elapsed(startedAt, now), delayLoop)));
  }
}

/** The first check starts here, so that those of many servers do not start together. */
function warmUp({ timing }: CheckPlan, now: Instant, rng: Rng): State {
  return { name: "waiting", startAt: later(now, times(timing.warmup, rng.next())), step: 0 };
}

/** The first loop that begins after `taken`, 1 or more. */
function loopsUntil(taken: Duration, loop: Duration): number {
  return loop <= 0 ? 1 : Math.max(1, Math.ceil(taken / loop));
}
