import { assert, unreachable } from "../../base/assert.ts";
import { DeadlineHeap } from "../../base/deadline-heap.ts";
import type { IpAddress } from "../../base/ip-address.ts";
import type { Rng } from "../../base/rng.ts";
import { type Instant, later } from "../../base/time.ts";
import type { CheckOutcome } from "../../check/outcome.ts";
import type { CheckerId } from "../../lvs/checker-id.ts";
import type { LvsEffect } from "../../lvs/effects.ts";
import { LvsEngine } from "../../lvs/engine.ts";
import type { LvsEvent } from "../../lvs/events.ts";
import type { LvsInput } from "../../lvs/inputs.ts";
import type { Endpoint } from "../../lvs/server-key.ts";
import { serviceName } from "../../lvs/service-name.ts";
import type { ServiceStatus } from "../../lvs/status.ts";
import { answerTo } from "./answers.ts";
import type { Balancing } from "./balancing.ts";
import type { Condition } from "./conditions.ts";
import { printShare, printSorry } from "./labels.ts";

type Check = Extract<LvsEffect, { readonly kind: "check" }>;

/** A run of a check of the server that is asked there has begun, or ended. */
export type CheckMoment = { readonly at: Instant; readonly what: "begins" | "ends"; readonly server: Endpoint };

export type DirectorListener = {
  readonly event?: (at: Instant, event: LvsEvent) => void;
  /** Where the connections of a service go from now on, by its `serviceName`: shares, or the sorry server. */
  readonly serves: (at: Instant, service: string, shares: readonly string[]) => void;
  readonly moment?: (moment: CheckMoment) => void;
};

/** The checkers process of one machine in virtual time: its engine is that of the daemon, its table is the engine's. */
export class Director {
  readonly #engine: LvsEngine;
  readonly #conditionOf: (server: Endpoint) => Condition;
  readonly #listener: DirectorListener;
  readonly #runs = new Map<CheckerId, { readonly server: Endpoint; readonly outcome: CheckOutcome }>();
  readonly #ends = new DeadlineHeap<CheckerId>();
  #now: Instant;

  /** `rng` spreads the first checks. */
  constructor(rng: Rng, begin: Instant, conditionOf: (server: Endpoint) => Condition, listener: DirectorListener) {
    this.#engine = new LvsEngine(rng);
    this.#now = begin;
    this.#conditionOf = conditionOf;
    this.#listener = listener;
  }

  /** At the start and at each reload. */
  configure({ config, settings }: Balancing): void {
    const before = this.services().map(({ virtualServer }) => serviceName(virtualServer));
    this.#handle({ kind: "configure", config, settings, held: this.#engine.table, isReplacement: false });
    const after = new Set(config.virtualServers.map(serviceName));
    for (const name of before) if (!after.has(name)) this.#listener.serves(this.#now, name, []);
  }

  /** Addresses of the machine, all of them. */
  hasAddresses(addresses: readonly IpAddress[]): void {
    this.#handle({ kind: "local-addresses", addresses });
  }

  fileSays(file: string, value: number): void {
    this.#handle({ kind: "file-value", file, value });
  }

  services(): readonly ServiceStatus[] {
    return this.#engine.status.services;
  }

  /** Lets time pass, in the order of what happens. */
  advanceTo(to: Instant): void {
    for (;;) {
      const { deadline } = this.#engine;
      const end = this.#ends.next();
      const isEnd = end !== undefined && (deadline === undefined || end <= deadline);
      const next = isEnd ? end : deadline;
      if (next === undefined || next > to) break;
      if (next > this.#now) this.#now = next;
      const done = isEnd ? this.#ends.takeFirstDue(next) : undefined;
      if (done === undefined) this.#handle({ kind: "tick" });
      else this.#done(done);
    }
    this.#now = to;
  }

  /** Time passes without a processor: what was due is done when the time goes on. */
  pauseUntil(now: Instant): void {
    this.#now = now;
  }

  /** The process is no more, and its table with it. */
  end(): void {
    for (const { virtualServer } of this.services()) this.#listener.serves(this.#now, serviceName(virtualServer), []);
  }

  #done(checker: CheckerId): void {
    const run = this.#runs.get(checker);
    assert(run !== undefined, "a run that ends has begun");
    this.#runs.delete(checker);
    this.#handle({ kind: "check-done", checker, outcome: run.outcome });
    this.#listener.moment?.({ at: this.#now, what: "ends", server: run.server });
  }

  #handle(input: LvsInput): void {
    let isServing = input.kind === "configure";
    for (const effect of this.#engine.handle(this.#now, input)) {
      if (effect.kind === "table") isServing = true;
      this.#perform(effect);
    }
    if (!isServing) return;
    for (const service of this.services()) {
      this.#listener.serves(this.#now, serviceName(service.virtualServer), sharesOf(service));
    }
  }

  #perform(effect: LvsEffect): void {
    switch (effect.kind) {
      case "check":
        this.#check(effect);
        return;
      case "cancel":
        this.#runs.delete(effect.checker);
        this.#ends.set(effect.checker, undefined);
        return;
      case "event":
        this.#listener.event?.(this.#now, effect.event);
        return;
      case "table":
      case "sync-daemon":
        return;
      default:
        unreachable(effect);
    }
  }

  /** What it will say is decided when it begins. */
  #check({ checker, config, address, port }: Check): void {
    const server = { address, port };
    const outcome = answerTo(config, this.#conditionOf(server));
    this.#runs.set(checker, { server, outcome });
    this.#ends.set(checker, later(this.#now, outcome.duration));
    this.#listener.moment?.({ at: this.#now, what: "begins", server });
  }
}

/** Who gets new connections. */
function sharesOf({ virtualServer: { sorryServer }, isSorry, servers }: ServiceStatus): readonly string[] {
  if (isSorry && sorryServer !== undefined) return [printSorry(sorryServer)];
  return servers.flatMap(({ server, tableWeight = 0 }) => (tableWeight > 0 ? [printShare(server, tableWeight)] : []));
}
