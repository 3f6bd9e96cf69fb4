import type { Instant } from "../base/time.ts";
import type { CheckerState } from "./checker-state.ts";
import type { RealServer } from "./config.ts";
import type { ServerHealth } from "./wanted-servers.ts";
import type { WeightOverride } from "./weight-overrides.ts";

/** What a server was before a reload. */
export type ServerMemory = {
  readonly health: ServerHealth;
  readonly isAnnounced: boolean;
  readonly lastTransition: Instant | undefined;
};

/** One real server of a virtual server: all of its checkers must be up (keepalived.conf(5), "real_server"). */
export class RealServerState {
  readonly config: RealServer;
  readonly checkers: readonly CheckerState[];
  /** What an operator has said; it counts with the next `evaluate`. */
  override: WeightOverride | undefined;
  #health: ServerHealth;
  #isAnnounced: boolean;
  #lastTransition: Instant | undefined;

  constructor(
    config: RealServer,
    checkers: readonly CheckerState[],
    {
      before,
      override,
    }: { readonly before?: ServerMemory | undefined; readonly override?: WeightOverride | undefined } = {},
  ) {
    this.config = config;
    this.checkers = checkers;
    this.override = override;
    this.#health = before?.health ?? this.evaluate();
    this.#isAnnounced = before?.isAnnounced ?? false;
    this.#lastTransition = before?.lastTransition;
  }

  /** As it was settled last: what quorum and table go by. */
  get health(): ServerHealth {
    return this.#health;
  }

  /** Its first state has been told. */
  get isAnnounced(): boolean {
    return this.#isAnnounced;
  }

  get lastTransition(): Instant | undefined {
    return this.#lastTransition;
  }

  /** For the one that takes its place at a reload. */
  get memory(): ServerMemory {
    return { health: this.#health, isAnnounced: this.#isAnnounced, lastTransition: this.#lastTransition };
  }

  /** Its state is not just assumed: a check has failed, or all have succeeded. */
  get isKnown(): boolean {
    const counts = this.checkers.map(({ health }) => health);
    return counts.every(({ isKnown }) => isKnown) || counts.some(({ isKnown, state }) => isKnown && state === "down");
  }

  /** What its checkers say now. */
  evaluate(): ServerHealth {
    let { weight } = this.config;
    let state: ServerHealth["state"] = "up";
    for (const checker of this.checkers) {
      weight += checker.adjustment(this.config.weight);
      if (checker.health.state === "down") state = "down";
    }
    if (this.override === undefined) return { state, weight };
    return { state, weight: this.override.weight, isDrained: this.override.isDrained };
  }

  /** From now on this is its health. */
  settle(health: ServerHealth, now: Instant): void {
    if (health.state !== this.#health.state) this.#lastTransition = now;
    this.#health = health;
  }

  announce(): void {
    this.#isAnnounced = true;
  }
}
