import { assert } from "../base/assert.ts";
import { printPrefix } from "../base/ip-address.ts";
import { elapsed, instant, type Instant, later, printDuration, seconds } from "../base/time.ts";
import type { InstanceConfig } from "../vrrp/config.ts";
import type { Effect } from "../vrrp/effects.ts";
import { VrrpEngine } from "../vrrp/engine.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { held } from "../vrrp/held.ts";
import type { Input } from "../vrrp/inputs.ts";
import type { MaintenanceOrder } from "../vrrp/maintenance.ts";
import type { LeftInstance } from "../vrrp/predecessor.ts";
import type { ScriptOutcome, Verdict } from "../vrrp/script-tracker.ts";
import type { FileContent } from "../vrrp/tracked-files.ts";
import { answer } from "./answer.ts";
import { OtherRouters } from "./other-routers.ts";
import { parseGone, parseStatics } from "./policies.ts";
import { printEffect } from "./print.ts";
import { ScenarioConfig } from "./scenario-config.ts";
import { parseInstance, parsePrefix, parseTime, Words } from "./script-language.ts";

const origin = instant(0);

/** One engine in virtual time, driven by the lines of a scenario file; each command returns the trace it caused. */
export class Scenario {
  #engine = new VrrpEngine();
  readonly #config = new ScenarioConfig();
  readonly #others = new OtherRouters();
  /** What is in each tracked file. */
  readonly #files = new Map<string, FileContent>();
  /** What a process that died has left to this one. */
  readonly #left: LeftInstance[] = [];
  readonly #verdicts = new Map<string, Verdict>();
  /** By target; "": everything. */
  readonly #orders = new Map<string, MaintenanceOrder>();
  #now: Instant = origin;
  #trace: string[] = [];

  /** The machine has eth0 with 192.0.2.1/24 and fe80::1/64 unless the scenario says otherwise. */
  constructor() {
    this.#connect();
    this.#trace = [];
  }

  #connect(): void {
    this.#link("eth0", true, true);
    for (const text of ["192.0.2.1/24", "fe80::1/64"]) this.#address("eth0", text, "address-added");
  }

  /** Runs the commands and returns their trace, ending with the next deadline. */
  run(commands: readonly string[]): string {
    this.#trace = [];
    for (const command of commands) this.#command(command);
    const { deadline } = this.#engine;
    this.#trace.push(`deadline ${deadline === undefined ? "never" : printDuration(elapsed(origin, deadline))}`);
    return this.#trace.join("\n");
  }

  #command(line: string): void {
    const words = new Words(line);
    if (!this.#config.take(words)) this.#perform(words, line);
    words.finish();
  }

  #perform(words: Words, line: string): void {
    const said = answer(words, this.#engine, this.#now);
    if (said !== undefined) {
      this.#trace.push(...said);
      return;
    }
    switch (words.verb) {
      case "file": {
        // The name and its content, which is all that follows; nothing: there is no file.
        const [file = "", ...content] = words.name.split(" ");
        this.#files.set(file, content.length === 0 ? undefined : content.join(" "));
        this.#handle({ kind: "file-changed", file, content: this.#files.get(file) });
        break;
      }
      case "processes": {
        // `processes web=3 db=0`: how many there are now.
        const counts = new Map(
          Array.from(this.#config.processes.keys(), (name) => [name, words.number(name, Number.NaN)]),
        );
        const given = Array.from(counts).filter(([, count]) => !Number.isNaN(count));
        this.#handle({ kind: "processes-counted", counts: new Map(given) });
        break;
      }
      case "release-at-once":
        this.#engine = new VrrpEngine({ releasesAtOnce: true });
        this.#connect();
        break;
      case "gone":
        this.#handle({ kind: "network", changes: parseGone(words) });
        break;
      case "restored": {
        const instance = words.name === "static" ? undefined : words.name;
        this.#handle({ kind: "restored", instance, ...parseStatics(words) });
        break;
      }
      case "maintenance":
        // `maintenance VI_1 by=alice reason=disk try=yes`: of everything without a name; `try`: only if somebody takes
        // over.
        this.#orders.set(words.name, parseOrder(words));
        this.#handle({ kind: "maintenance", orders: Array.from(this.#orders.values()) });
        break;
      case "maintenance-over":
        this.#orders.delete(words.name);
        this.#handle({ kind: "maintenance", orders: Array.from(this.#orders.values()) });
        break;
      case "left":
        this.#left.push(this.#leftInstance(words));
        break;
      case "replace":
        this.#replace(words);
        break;
      case "left-script": {
        const [script = "", verdict] = words.name.split(" ");
        this.#verdicts.set(script, verdict === "down" ? "down" : "up");
        break;
      }
      case "configure":
        this.#configure(new Set(words.list("changed-scripts")));
        break;
      case "deaf":
        this.#handle({ kind: "deaf", instances: new Set(words.name.split(" ").filter((name) => name !== "")) });
        break;
      case "at":
        this.#advanceTo(later(origin, parseTime(words.name)));
        break;
      case "wake":
        // Late: the deadlines before this moment were slept through.
        this.#now = later(origin, parseTime(words.name));
        this.#handle({ kind: "tick" });
        break;
      case "advert": {
        const of = this.#config.instances.get(words.text("to", "")) ?? this.#first;
        assert(of !== undefined, "advert before any instance");
        this.#hear(words, this.#others.advert(words, of));
        break;
      }
      case "packet":
        this.#hear(words, this.#others.packet(words, this.#first));
        break;
      case "link": {
        const [name = "", state = "up"] = words.name.split(" ");
        if (state === "removed")
          this.#handle({ kind: "network", changes: [{ kind: "link-removed", interface: name }] });
        else this.#link(name, state === "up", words.text("multicast", "yes") === "yes");
        break;
      }
      case "address": {
        const [name = "", address = "", state] = words.name.split(" ");
        this.#address(name, address, state === "removed" ? "address-removed" : "address-added");
        break;
      }
      case "script-ended":
        this.#scriptEnded(words);
        break;
      case "stop":
        this.#handle({ kind: "stop" });
        break;
      default:
        throw new Error(`unknown scenario command: ${line}`);
    }
  }

  #configure(changedScripts: ReadonlySet<string>): void {
    const { statics, trackGroups } = this.#config;
    const config = this.#config.build(this.#files.keys());
    const predecessor = this.#left.length === 0 ? undefined : { instances: this.#left, verdicts: this.#verdicts };
    this.#handle({ kind: "statics", statics, trackGroups });
    this.#handle({ kind: "configure", config, changedScripts, files: this.#files, predecessor });
  }

  /** The process dies, `silence` after its last adverts, and another one knows what it has left. */
  #replace(words: Words): void {
    const silence = words.duration("silence", seconds(0.1));
    const [dead, gone] = [this.#engine, words.list("without")];
    const peers = Array.from(dead.leftPeersInSteps());
    const warnings = dead.instances.flatMap((instance) =>
      instance.warnings.map((each) => ({ instance: instance.config.name, ...each })),
    );
    this.#left.splice(0);
    for (const holding of dead.holdings) {
      this.#left.push({
        ...holding,
        advertisedAt: holding.state === "master" ? instant(this.#now - silence) : undefined,
      });
    }
    for (const name of gone) this.#config.instances.delete(name);
    this.#engine = new VrrpEngine();
    const trace = this.#trace;
    this.#connect();
    for (const { held: what, state } of this.#left) {
      if (state !== "master") continue;
      for (const { interface: link, prefix } of what.addresses)
        this.#address(link, printPrefix(prefix), "address-added");
    }
    this.#trace = trace;
    this.#configure(new Set());
    this.#handle({ kind: "recall", peers, warnings });
  }

  /** An instance line of the process that died; `silence` is how long ago its last advert was. */
  #leftInstance(words: Words): LeftInstance {
    const state = words.text("left-in", "master") === "backup" ? "backup" : "master";
    const silence = words.duration("silence", seconds(0.1));
    const config = parseInstance(words);
    for (const address of state === "master" ? held(config).addresses : []) {
      this.#address(address.interface, printPrefix(address.prefix), "address-added");
    }
    return {
      ...config,
      advertInterface: config.interface,
      held: held(config),
      state,
      advertisedAt: instant(this.#now - silence),
    };
  }

  #advanceTo(end: Instant): void {
    for (let due = this.#engine.deadline; due !== undefined && due <= end; due = this.#engine.deadline) {
      this.#now = due > this.#now ? due : this.#now;
      this.#handle({ kind: "tick" });
    }
    this.#now = end;
  }

  get #first(): InstanceConfig | undefined {
    return Array.from(this.#config.instances.values())[0];
  }

  #hear(words: Words, packet: Input): void {
    const times = words.number("times", 1);
    for (let count = 0; count < times; count += 1) this.#handle(packet);
  }

  #link(name: string, usable: boolean, multicast: boolean): void {
    const link = { name, usable, loopback: name === "lo", multicast };
    this.#handle({ kind: "network", changes: [{ kind: "link", link }] });
  }

  #address(name: string, text: string, kind: "address-added" | "address-removed"): void {
    const change = { kind, interface: name, prefix: parsePrefix(text), usable: true } as const;
    this.#handle({ kind: "network", changes: [change] });
  }

  #scriptEnded(words: Words): void {
    const [name = "", result = "0"] = words.name.split(" ");
    const outcome: ScriptOutcome = /^\d+$/u.test(result)
      ? { kind: "exited", status: Number(result) }
      : { kind: "signalled", signal: result };
    this.#handle({ kind: "script-ended", script: name, outcome, output: "" });
  }

  /** As whoever gives the orders does it: what is refused is forgotten, what has begun is firm. */
  #ordered({ target = "", change }: VrrpEvent & { readonly kind: "maintenance" }): void {
    const order = this.#orders.get(target);
    if (order === undefined) return;
    if (change === "refused") this.#orders.delete(target);
    else if (change === "begun") this.#orders.set(target, { ...order, isTentative: false });
  }

  #handle(input: Input): void {
    this.#print(this.#engine.handle(this.#now, input));
  }

  #print(effects: readonly Effect[]): void {
    const time = printDuration(elapsed(origin, this.#now));
    for (const effect of effects) {
      this.#trace.push(`${time} ${printEffect(effect)}`);
      if (effect.kind === "event" && effect.event.kind === "maintenance") this.#ordered(effect.event);
    }
  }
}

function parseOrder(words: Words): MaintenanceOrder {
  const isTentative = words.text("try", "no") === "yes";
  const [by, reason] = [words.text("by", "alice"), words.text("reason", "")];
  return { target: words.name === "" ? undefined : words.name, by, reason, since: 0, until: undefined, isTentative };
}
