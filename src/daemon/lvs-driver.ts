import { unreachable } from "../base/assert.ts";
import { printTableKey, type Table, type TableChange } from "../base/lvs-table.ts";
import type { Instant } from "../base/time.ts";
import type { CheckOutcome } from "../check/outcome.ts";
import type { LoadBalancingConfig } from "../lvs/config.ts";
import type { LvsEffect } from "../lvs/effects.ts";
import type { LvsEvent } from "../lvs/events.ts";
import type { LvsInput, LvsSettings } from "../lvs/inputs.ts";
import type { WeightOverride } from "../lvs/weight-overrides.ts";
import {
  type Alarm,
  type LoadBalancer,
  type MachinePorts,
  printSystemError,
  type SystemError,
  SystemException,
} from "../platform/ports.ts";
import { EventsInTurn } from "./events-in-turn.ts";

/** The engine, as the driver sees it: src/lvs/engine.ts. */
export type LvsMachine = {
  handle(now: Instant, input: LvsInput): readonly LvsEffect[];
  readonly deadline: Instant | undefined;
};

export type CheckRequest = Omit<Extract<LvsEffect, { readonly kind: "check" }>, "kind" | "checker">;

/** Makes single runs of checks. `done` is called once, never from inside `run`, and not after `cancel`. */
export interface CheckRunner {
  run(request: CheckRequest, done: (outcome: CheckOutcome) => void): { cancel(): void };
}

export type LvsListener = {
  /** Told when the changes of the table that came before it are in force. */
  readonly event: (event: LvsEvent) => void;
  /** Something failed: one line for the log. */
  readonly trouble: (message: string) => void;
};

export type LvsPorts = Pick<MachinePorts, "clock" | "openAlarm"> & {
  readonly balancer: LoadBalancer;
  readonly checks: CheckRunner;
};

/** Changes that failed together and are named one by one; of the others only the number is told. */
const namedFailures = 5;

/** Runs the engine: feeds it what happens, has checks made and the table changed, sets one alarm. */
export class LvsDriver {
  readonly #ports: LvsPorts;
  readonly #listener: LvsListener;
  readonly #engine: LvsMachine;
  readonly #alarm: Alarm;
  readonly #events: EventsInTurn<LvsEvent>;
  /** Runs that are under way, by the checker's number. */
  readonly #runs = new Map<number, { cancel(): void }>();
  /** When the alarm rings. */
  #alarmAt: Instant | undefined;
  /** What came while the table was being read; undefined: it is not. */
  #held: LvsInput[] | undefined;
  /** What the balancer was asked for and has not done yet. */
  readonly #pending = new Set<Promise<void>>();
  /** One reading of the table comes after the other. */
  #reading: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(ports: LvsPorts, engine: LvsMachine, listener: LvsListener) {
    this.#ports = ports;
    this.#engine = engine;
    this.#listener = listener;
    this.#events = new EventsInTurn(listener.event);
    this.#alarm = ports.openAlarm(() => this.#ring());
  }

  /** At the start and at each reload. Resolves when the table is as the configuration wants it. */
  async configure(config: LoadBalancingConfig, settings: LvsSettings, isReplacement: boolean): Promise<void> {
    await this.#read((held) => ({ kind: "configure", config, settings, held: held ?? [], isReplacement }));
    await this.#settled();
  }

  /** Looks at what the table really has: others may have changed it. */
  async look(): Promise<void> {
    await this.#read((held) => held && { kind: "held", held });
  }

  /** What operators have said about weights, all of it. Resolves when the table has them. */
  async override(overrides: readonly WeightOverride[]): Promise<void> {
    await this.#reading;
    this.#take({ kind: "overrides", overrides });
    await this.#settled();
  }

  feed(input: Exclude<LvsInput, { readonly kind: "configure" | "held" | "stop" | "tick" | "check-done" }>): void {
    this.#take(input);
  }

  /** The end: resolves when the table has been given back, and everybody has been told. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    await this.#reading;
    this.#take({ kind: "stop" });
    this.#stopped = true;
    this.#alarm.close();
    for (const run of this.#runs.values()) run.cancel();
    this.#runs.clear();
    await this.#settled();
    this.#events.finish();
  }

  /**
   * Reads the table while nothing of ours is under way, and gives the engine what it means. Other inputs wait
   * meanwhile: what they change would be neither in what was read nor missing in it.
   */
  async #read(inputOf: (held: Table | undefined) => LvsInput | undefined): Promise<void> {
    const reading = this.#reading.then(async () => {
      if (this.#stopped) return;
      this.#held = [];
      await this.#settled();
      const held = await this.#list();
      const waiting = this.#held;
      this.#held = undefined;
      const input = inputOf(held);
      for (const each of input === undefined ? waiting : [input, ...waiting]) this.#take(each);
    });
    this.#reading = reading;
    await reading;
  }

  async #list(): Promise<Table | undefined> {
    try {
      return await this.#ports.balancer.list();
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#listener.trouble(`Cannot read the table of the load balancer (${printSystemError(error.error)})`);
      return undefined;
    }
  }

  #ring(): void {
    this.#alarmAt = undefined;
    this.#take({ kind: "tick" });
  }

  #take(input: LvsInput): void {
    if (this.#stopped) return;
    if (this.#held !== undefined) {
      this.#held.push(input);
      return;
    }
    for (const effect of this.#engine.handle(this.#ports.clock.now(), input)) this.#perform(effect);
    this.#setAlarm();
  }

  /** A deadline that was put off leaves the alarm alone: it rings too early then, which costs less than to move it. */
  #setAlarm(): void {
    const { deadline } = this.#engine;
    if (deadline === undefined || (this.#alarmAt !== undefined && this.#alarmAt <= deadline)) return;
    this.#alarmAt = deadline;
    this.#alarm.set(deadline);
  }

  #perform(effect: LvsEffect): void {
    switch (effect.kind) {
      case "check":
        return this.#check(effect);
      case "cancel":
        this.#runs.get(effect.checker)?.cancel();
        this.#runs.delete(effect.checker);
        return undefined;
      case "table":
        return this.#change(effect.changes);
      case "sync-daemon":
        return this.#ask("sync daemon", this.#ports.balancer.setSyncDaemon(effect.daemon));
      case "event":
        return this.#events.event(effect.event);
      default:
        return unreachable(effect);
    }
  }

  #check({ checker, ...request }: Extract<LvsEffect, { readonly kind: "check" }>): void {
    const run = this.#ports.checks.run(request, (outcome) => {
      this.#runs.delete(checker);
      this.#take({ kind: "check-done", checker, outcome });
    });
    this.#runs.set(checker, run);
  }

  #change(changes: readonly TableChange[]): void {
    const done = this.#events.change();
    const applied = this.#ports.balancer.apply(changes).then(
      (results) => this.#tellFailures(changes, results),
      (error: unknown) => this.#failed("change of the table", error),
    );
    this.#await(applied.then(done));
  }

  #ask(what: string, answer: Promise<SystemError | undefined>): void {
    const told = answer.then(
      (error) => {
        if (error !== undefined) this.#listener.trouble(`Load balancer: ${what}: ${printSystemError(error)}`);
      },
      (error: unknown) => this.#failed(what, error),
    );
    this.#await(told);
  }

  #await(promise: Promise<void>): void {
    const pending = promise.finally(() => this.#pending.delete(pending));
    this.#pending.add(pending);
  }

  /** Resolves when everything that the balancer was asked for until now has been done. */
  async #settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  #failed(what: string, error: unknown): void {
    if (!(error instanceof SystemException)) throw error;
    this.#listener.trouble(`Load balancer: ${what}: ${printSystemError(error.error)}`);
  }

  #tellFailures(changes: readonly TableChange[], results: readonly (SystemError | undefined)[]): void {
    let failures = 0;
    for (const [index, change] of changes.entries()) {
      const error = results[index];
      if (error === undefined) continue;
      failures += 1;
      if (failures > namedFailures) continue;
      this.#listener.trouble(`Load balancer: ${printChange(change)}: ${printSystemError(error)}`);
    }
    if (failures <= namedFailures) return;
    this.#listener.trouble(`Load balancer: ${failures - namedFailures} more changes failed`);
  }
}

/** "add-server tcp 192.0.2.1 80 198.51.100.1 8080" and the like. */
function printChange(change: TableChange): string {
  const words = [change.kind, printTableKey(change.key)];
  if ("server" in change) words.push(change.server.address.toString(), String(change.server.port));
  return words.join(" ");
}
