import type { CheckerConfig, FileWeight } from "../check/config.ts";
import type { CheckFailure, CheckOutcome } from "../check/outcome.ts";
import { planOf } from "../check/plan.ts";
import { type CheckHealth, type CheckReport, CheckSchedule } from "../check/schedule.ts";
import type { Rng } from "../base/rng.ts";
import type { Instant } from "../base/time.ts";
import type { CheckerId } from "./checker-id.ts";
import { fileVerdict } from "./file-checker.ts";

/** What happened to a checker, for the operator. */
export type CheckerHistory = {
  readonly runs: number;
  readonly failures: number;
  readonly lastFailure: { readonly at: Instant; readonly reason: CheckFailure } | undefined;
  /** When it went from up to down or back. */
  readonly lastTransition: Instant | undefined;
};

/** What a checker begins with that takes over from another one. */
export type CheckerMemory = { readonly health: CheckHealth; readonly askedWeight: number | undefined };

/** Numbers of tracked files, and what they are multiplied by where a checker does not say. */
export type FileNumbers = {
  readonly valueOf: (file: string) => number;
  readonly weightOf: (file: string) => FileWeight;
};

const noHistory: CheckerHistory = { runs: 0, failures: 0, lastFailure: undefined, lastTransition: undefined };

/**
 * One checker of a real server: its schedule, if it is one that runs, and what it adds to the server's weight. A
 * FILE_CHECK says what its file says; a BFD_CHECK is up.
 */
export class CheckerState {
  #id: CheckerId;
  #config: CheckerConfig;
  readonly #schedule: CheckSchedule | undefined;
  readonly #files: FileNumbers;
  /** Of the last success with `misc_dynamic`, if that asked for one. */
  #askedWeight: number | undefined;
  #history: CheckerHistory = noHistory;

  constructor(
    id: CheckerId,
    config: CheckerConfig,
    start: { readonly now: Instant; readonly rng: Rng; readonly files: FileNumbers },
    before: CheckerMemory | undefined,
  ) {
    this.#id = id;
    this.#config = config;
    this.#files = start.files;
    const plan = planOf(config);
    this.#schedule = plan && new CheckSchedule(plan, start.now, start.rng, before?.health);
    this.#askedWeight = config.kind === "misc" && config.dynamic ? before?.askedWeight : undefined;
  }

  get id(): CheckerId {
    return this.#id;
  }

  get config(): CheckerConfig {
    return this.#config;
  }

  get health(): CheckHealth {
    if (this.#schedule !== undefined) return this.#schedule.health;
    return { state: this.#fileVerdict?.state ?? "up", isKnown: true };
  }

  /** It runs, while others are told what they have to know. */
  get isScheduled(): boolean {
    return this.#schedule !== undefined;
  }

  get isRunning(): boolean {
    return this.#schedule?.isRunning ?? false;
  }

  get deadline(): Instant | undefined {
    return this.#schedule?.deadline;
  }

  /** Failures in a row of a checker that is still up. */
  get retries(): number {
    return this.#schedule?.failures ?? 0;
  }

  get isSuspended(): boolean {
    return this.#schedule?.isSuspended ?? false;
  }

  /** What one that takes its place begins with. */
  get memory(): CheckerMemory {
    return { health: this.health, askedWeight: this.#askedWeight };
  }

  get history(): CheckerHistory {
    return this.#history;
  }

  /** What it adds to the weight that the configuration gives its server. */
  adjustment(configuredWeight: number): number {
    if (this.#askedWeight !== undefined) return this.#askedWeight - configuredWeight;
    return this.#fileVerdict?.adjustment ?? 0;
  }

  /** The same checker in a new configuration, which says the same about it. */
  reconfigure(config: CheckerConfig): void {
    this.#config = config;
  }

  tick(now: Instant): readonly CheckReport[] {
    return this.#schedule?.tick(now) ?? [];
  }

  ended(now: Instant, outcome: CheckOutcome): readonly CheckReport[] {
    if (this.#schedule?.isRunning !== true) return [];
    const { runs, failures } = this.#history;
    const failed = outcome.kind === "failure";
    const lastFailure = failed ? { at: now, reason: outcome.reason } : this.#history.lastFailure;
    this.#history = { ...this.#history, runs: runs + 1, failures: failures + (failed ? 1 : 0), lastFailure };
    if (!failed && this.#config.kind === "misc" && this.#config.dynamic) {
      // Status 0 asks for none, and the configured weight holds again: that is what the reference does.
      this.#askedWeight = outcome.weight;
    }
    const { state } = this.health;
    const reports = this.#schedule.ended(now, outcome);
    if (this.health.state !== state) this.moved(now);
    return reports;
  }

  /** It went from up to down or back. */
  moved(now: Instant): void {
    this.#history = { ...this.#history, lastTransition: now };
  }

  /** What the run that is under way says is about another checker than that of the new number. */
  suspend(id: CheckerId): void {
    this.#id = id;
    this.#schedule?.suspend();
  }

  resume(now: Instant, rng: Rng): void {
    this.#schedule?.resume(now, rng);
  }

  get #fileVerdict(): ReturnType<typeof fileVerdict> | undefined {
    if (this.#config.kind !== "file") return undefined;
    const { file, weight } = this.#config;
    return fileVerdict(this.#files.valueOf(file), weight ?? this.#files.weightOf(file));
  }
}
