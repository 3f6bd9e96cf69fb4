import assert from "node:assert/strict";

import { DeadlineHeap } from "../../src/base/deadline-heap.ts";
import { IpAddress } from "../../src/base/ip-address.ts";
import { type Table, type TableChange, printTableKey } from "../../src/base/lvs-table.ts";
import { Rng } from "../../src/base/rng.ts";
import { elapsed, instant, type Instant, later, milliseconds, printDuration } from "../../src/base/time.ts";
import type { FileWeight } from "../../src/check/config.ts";
import type { CheckOutcome } from "../../src/check/outcome.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { applyChanges } from "../../src/lvs/apply-changes.ts";
import type { LvsEffect } from "../../src/lvs/effects.ts";
import { LvsEngine } from "../../src/lvs/engine.ts";
import type { LvsInput, LvsSettings } from "../../src/lvs/inputs.ts";
import { reconcile } from "../../src/lvs/reconcile.ts";
import type { WeightOverride } from "../../src/lvs/weight-overrides.ts";
import { parseTime } from "../../src/sim/script-language.ts";
import { printEffect, printServer } from "./print.ts";

type Check = Extract<LvsEffect, { readonly kind: "check" }>;

/** How one run of a check takes and how it ends; "never": it does not. */
type Answer = "ok" | "refused" | "never" | { readonly status: number };

const origin = instant(0);
const checkTime = milliseconds(10);

/**
 * One engine, a table and servers that answer in virtual time, driven by the lines of a scenario file. Lines that begin
 * with white space are configuration, and take effect with `configure`. Each run of a check takes 10 ms.
 */
export class Scenario {
  #engine = new LvsEngine(new Rng(1));
  #now: Instant = origin;
  #text: string[] = [];
  #isTextOver = true;
  #table: Table = [];
  readonly #runs = new Map<number, Check>();
  readonly #ends = new DeadlineHeap<number>();
  /** By address, or address and path. */
  readonly #answers = new Map<string, Answer>();
  readonly #weights = new Map<string, FileWeight>();
  /** What an operator has said, by service and server. */
  readonly #overrides = new Map<string, WeightOverride>();
  #trace: string[] = [];

  /** Runs the lines and returns their trace, ending with the next deadline. */
  run(lines: readonly string[]): string {
    this.#trace = [];
    for (const line of lines) {
      if (/^\s/u.test(line)) this.#configuration(line);
      else this.#command(line.trim().split(/\s+/u));
    }
    const { deadline } = this.#engine;
    this.#trace.push(`deadline ${deadline === undefined ? "never" : printDuration(elapsed(origin, deadline))}`);
    return this.#trace.join("\n");
  }

  #configuration(line: string): void {
    if (this.#isTextOver) this.#text = [];
    this.#isTextOver = false;
    this.#text.push(line);
  }

  #command([verb = "", ...words]: readonly string[]): void {
    switch (verb) {
      case "configure":
        this.#configure(new Set(words));
        return;
      case "at":
        this.#advance(later(origin, parseTime(words[0] ?? "")));
        return;
      case "server": {
        // `server 10.0.0.1 refused`, `server 10.0.0.1/path ok`, `server 10.0.0.1 status 5`, `server 10.0.0.1 never`
        const [name = "", answer = "", status = "0"] = words;
        this.#answers.set(name, answer === "status" ? { status: Number(status) } : parseAnswer(answer));
        return;
      }
      case "answer": {
        // `answer 3 ok`: of a run that would not end by itself, or that nobody waits for.
        const [id = "", answer = ""] = words;
        this.#done(Number(id), outcomeOf(parseAnswer(answer)));
        return;
      }
      case "addresses":
        this.#handle({ kind: "local-addresses", addresses: words.map((word) => IpAddress.of(word)) });
        return;
      case "instance": {
        const [instance = "", state] = words;
        assert(state === "MASTER" || state === "BACKUP" || state === "FAULT" || state === undefined);
        this.#handle({ kind: "instance-state", instance, state });
        return;
      }
      case "file": {
        const [file = "", value] = words;
        this.#handle({ kind: "file-value", file, value: value === undefined ? undefined : Number(value) });
        return;
      }
      case "file-weight": {
        const [file = "", value = "1", reverse] = words;
        this.#weights.set(file, { value: Number(value), reverse: reverse === "reverse" });
        return;
      }
      case "drain":
      case "weight":
      case "undo": {
        // `drain TCP/192.0.2.10/80 10.0.0.1 80`, `weight TCP/192.0.2.10/80 10.0.0.1 80 7`, `undo TCP/192.0.2.10/80
        // 10.0.0.1 80`
        const [where = "", address = "", port = "", weight = "0"] = words;
        const service = `address ${where.replaceAll("/", " ")}`;
        const server = `${address} ${port}`;
        const said = { service, server, weight: Number(weight), isDrained: verb === "drain" };
        if (verb === "undo") this.#overrides.delete(`${service} ${server}`);
        else this.#overrides.set(`${service} ${server}`, said);
        this.#override();
        return;
      }
      case "stop":
        this.#handle({ kind: "stop" });
        return;
      case "die":
        // The process is gone, the table stays.
        this.#engine = new LvsEngine(new Rng(2));
        this.#runs.clear();
        for (const id of Array.from({ length: 1000 }, (_, index) => index)) this.#ends.set(id, undefined);
        this.#override();
        return;
      case "meddle":
        this.#meddle(words);
        return;
      case "table":
        this.#showTable();
        return;
      default:
        assert.fail(`unknown command: ${verb}`);
    }
  }

  #override(): void {
    this.#handle({ kind: "overrides", overrides: Array.from(this.#overrides.values()) });
  }

  #configure(flags: ReadonlySet<string>): void {
    this.#isTextOver = true;
    const { configuration, diagnostics, fatal } = loadConfiguration(
      { path: "keepalived.conf", text: this.#text.join("\n") },
      { hostName: "director" },
    );
    const isWell = diagnostics.length === 0 || flags.has("warned");
    assert(!fatal && isWell, diagnostics.map(({ message }) => message).join("; "));
    const { global, lvs } = configuration;
    const { syncDaemon, flushOnStop, notifyInitialStates } = global.lvs;
    const settings: LvsSettings = {
      syncDaemon: syncDaemon && {
        daemon: {
          role: "master",
          interface: syncDaemon.interface,
          id: syncDaemon.id ?? 0,
          maximumLength: syncDaemon.maximumLength,
          group: syncDaemon.group,
          port: syncDaemon.port,
          timeToLive: syncDaemon.ttl,
        },
        instance: syncDaemon.instance,
      },
      fileWeights: this.#weights,
      initialNotifies: notifyInitialStates ?? false,
      removesServicesWhole: flushOnStop === "services",
      keepsTable: flags.has("keep-table"),
    };
    const isReplacement = flags.has("replacement");
    this.#handle({ kind: "configure", config: lvs, settings, held: this.#table, isReplacement });
  }

  /** `meddle remove-service|add-service|weight ...`: somebody else changes the table, and the engine is told. */
  #meddle([what = "", where = "", ...more]: readonly string[]): void {
    const service = this.#table.find(({ key }) => printTableKey(key).replaceAll(" ", "/") === where);
    const changes: TableChange[] = [];
    if (what === "remove-service" && service !== undefined) changes.push({ kind: "remove-service", key: service.key });
    else if (what === "add-service") {
      const [protocol = "", address = "", port = ""] = where.split("/");
      assert(protocol === "tcp");
      const key = { kind: "address", address: IpAddress.of(address), port: Number(port), protocol: "TCP" } as const;
      const settings = { schedulerFlags: [], hashed: false, onePacket: false, persistence: undefined };
      changes.push({ kind: "add-service", key, settings: { scheduler: "rr", ...settings } });
    } else {
      const server = service?.servers.find(({ address }) => address.toString() === more[0]);
      assert(service !== undefined && server !== undefined, `nothing to meddle with: ${where}`);
      const { key } = service;
      if (what === "remove-server") changes.push({ kind: "remove-server", key, server });
      else changes.push({ kind: "edit-server", key, server: { ...server, weight: Number(more[1]) } });
    }
    this.#table = applyChanges(this.#table, changes);
    this.#handle({ kind: "held", held: this.#table });
  }

  #showTable(): void {
    for (const { key, servers } of this.#table) {
      this.#trace.push(`table ${printTableKey(key)}: ${servers.map(printServer).join(", ")}`);
    }
  }

  #advance(to: Instant): void {
    for (;;) {
      const { deadline } = this.#engine;
      const end = this.#ends.next();
      const isEnd = end !== undefined && (deadline === undefined || end <= deadline);
      const next = isEnd ? end : deadline;
      if (next === undefined || next > to) break;
      this.#now = next > this.#now ? next : this.#now;
      const id = isEnd ? this.#ends.takeFirstDue(next) : undefined;
      if (id === undefined) this.#handle({ kind: "tick" });
      else this.#end(id);
    }
    this.#now = to;
  }

  #end(id: number): void {
    const run = this.#runs.get(id);
    assert(run !== undefined, "no such run");
    this.#done(id, outcomeOf(this.#answerOf(run)));
  }

  #answerOf({ address, config, step }: Check): Answer {
    const path = config.kind === "http" ? config.urls[step]?.path : undefined;
    const name = address.toString();
    return this.#answers.get(`${name}${path ?? ""}`) ?? this.#answers.get(name) ?? "ok";
  }

  #done(checker: number, outcome: CheckOutcome): void {
    this.#runs.delete(checker);
    this.#ends.set(checker, undefined);
    this.#handle({ kind: "check-done", checker, outcome });
  }

  #handle(input: LvsInput): void {
    for (const effect of this.#engine.handle(this.#now, input)) this.#perform(effect);
    // What has been done adds up to what the engine means, whoever else has services there.
    assert.deepEqual(
      reconcile(this.#table, this.#engine.table, () => false),
      [],
    );
  }

  #perform(effect: LvsEffect): void {
    for (const line of printEffect(effect)) this.#trace.push(`${printDuration(elapsed(origin, this.#now))} ${line}`);
    if (effect.kind === "table") this.#table = applyChanges(this.#table, effect.changes);
    if (effect.kind === "cancel") {
      assert(this.#runs.delete(effect.checker), "nothing to cancel");
      this.#ends.set(effect.checker, undefined);
    }
    if (effect.kind === "check") {
      assert(!this.#runs.has(effect.checker), "a second run of the same checker");
      this.#runs.set(effect.checker, effect);
      if (this.#answerOf(effect) !== "never") this.#ends.set(effect.checker, later(this.#now, checkTime));
    }
  }
}

function parseAnswer(text: string): Answer {
  assert(text === "ok" || text === "refused" || text === "never", `unknown answer: ${text}`);
  return text;
}

function outcomeOf(answer: Answer): CheckOutcome {
  const duration = checkTime;
  if (answer === "ok") return { kind: "success", duration };
  if (typeof answer === "string")
    return { kind: "failure", duration, reason: { kind: "connect", code: "ECONNREFUSED" } };
  const { status } = answer;
  if (status === 1) return { kind: "failure", duration, reason: { kind: "exited", status, output: "" } };
  return { kind: "success", duration, weight: status === 0 ? undefined : status - 2 };
}
