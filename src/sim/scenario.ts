import { assert } from "../base/assert.ts";
import { internetChecksum } from "../base/checksum.ts";
import { IpAddress, printPrefix } from "../base/ip-address.ts";
import {
  type Duration,
  elapsed,
  instant,
  type Instant,
  later,
  printDuration,
  seconds,
  zeroDuration,
} from "../base/time.ts";
import { encodeAuthenticated } from "../wire/authentication-header.ts";
import { encodeAdvert } from "../wire/vrrp.ts";
import { authenticationType } from "../vrrp/admission.ts";
import type {
  InstanceConfig,
  ScriptConfig,
  SyncGroupConfig,
  TrackFileConfig,
  TrackProcessConfig,
} from "../vrrp/config.ts";
import { placeOnDevices } from "../vrrp/devices.ts";
import type { Effect } from "../vrrp/effects.ts";
import { VrrpEngine } from "../vrrp/engine.ts";
import { held } from "../vrrp/held.ts";
import type { Input } from "../vrrp/inputs.ts";
import type { AnnouncementGroup, AnnouncementPace, LinkDelays, Statics, TrackGroup } from "../vrrp/network-config.ts";
import type { LeftInstance } from "../vrrp/predecessor.ts";
import type { ScriptOutcome, Verdict } from "../vrrp/script-tracker.ts";
import type { FileContent } from "../vrrp/tracked-files.ts";
import { parseGone, parsePolicies, parseStatics } from "./policies.ts";
import { printEffect } from "./print.ts";
import { parseGroup, parseInstance, parsePrefix, parseTime, passwordBytes, Words } from "./script-language.ts";

const origin = instant(0);

/** One engine in virtual time, driven by the lines of a scenario file; each command returns the trace it caused. */
export class Scenario {
  #engine = new VrrpEngine();
  readonly #instances = new Map<string, InstanceConfig>();
  readonly #groups = new Map<string, SyncGroupConfig>();
  readonly #scripts = new Map<string, ScriptConfig>();
  /** What is in each tracked file. */
  readonly #files = new Map<string, FileContent>();
  readonly #processes = new Map<string, TrackProcessConfig>();
  readonly #linkDelays = new Map<string, LinkDelays>();
  /** What a process that died has left to this one. */
  readonly #left: LeftInstance[] = [];
  readonly #verdicts = new Map<string, Verdict>();
  #statics: Statics | undefined;
  readonly #trackGroups: TrackGroup[] = [];
  #startupDelay: Duration = zeroDuration;
  /** Sequence number of the last advert with an authentication header. */
  #heard = 0;
  #delayAfterBoot: Duration = zeroDuration;
  #announcementPace: AnnouncementPace | undefined;
  readonly #announcementGroups: AnnouncementGroup[] = [];
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
    switch (words.verb) {
      case "instance":
        this.#instances.set(words.name, { ...parseInstance(words), ...parsePolicies(words) });
        break;
      case "group":
        this.#groups.set(words.name, parseGroup(words));
        break;
      case "script":
        this.#scripts.set(words.name, parseScript(words));
        break;
      case "file": {
        // The name and its content, which is all that follows; nothing: there is no file.
        const [file = "", ...content] = words.name.split(" ");
        this.#files.set(file, content.length === 0 ? undefined : content.join(" "));
        this.#handle({ kind: "file-changed", file, content: this.#files.get(file) });
        break;
      }
      case "process":
        this.#processes.set(words.name, parseProcess(words));
        break;
      case "forget-process":
        this.#processes.delete(words.name);
        break;
      case "processes": {
        // `processes web=3 db=0`: how many there are now.
        const counts = new Map(Array.from(this.#processes.keys(), (name) => [name, words.number(name, Number.NaN)]));
        const given = Array.from(counts).filter(([, count]) => !Number.isNaN(count));
        this.#handle({ kind: "processes-counted", counts: new Map(given) });
        break;
      }
      case "forget":
        this.#instances.delete(words.name);
        break;
      case "forget-group":
        this.#groups.delete(words.name);
        break;
      case "link-delays": {
        const { name } = words;
        const [down, up] = [words.duration("down", zeroDuration), words.duration("up", zeroDuration)];
        this.#linkDelays.set(name, { interface: name, down, up });
        break;
      }
      case "release-at-once":
        this.#engine = new VrrpEngine({ releasesAtOnce: true });
        this.#connect();
        break;
      case "static":
        this.#statics = parseStatics(words);
        break;
      case "track-group":
        this.#trackGroups.push({ name: words.name, instances: words.list("instances") });
        break;
      case "gone":
        this.#handle({ kind: "network", changes: parseGone(words) });
        break;
      case "restored": {
        const instance = words.name === "static" ? undefined : words.name;
        this.#handle({ kind: "restored", instance, ...parseStatics(words) });
        break;
      }
      case "startup-delay":
        this.#startupDelay = parseTime(words.name);
        break;
      case "left":
        this.#left.push(this.#leftInstance(words));
        break;
      case "left-script": {
        const [script = "", verdict] = words.name.split(" ");
        this.#verdicts.set(script, verdict === "down" ? "down" : "up");
        break;
      }
      case "delay-after-boot":
        this.#delayAfterBoot = parseTime(words.name);
        break;
      case "pace":
        // Of every interface, or of those that are named, together.
        this.#pace(words);
        break;
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
      case "advert":
        this.#advert(words);
        break;
      case "packet":
        this.#packet(
          words,
          Uint8Array.from(words.text("hex", "").match(/../gu) ?? [], (byte) => Number.parseInt(byte, 16)),
        );
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
      case "counters":
        this.#counters(words.name);
        break;
      default:
        throw new Error(`unknown scenario command: ${line}`);
    }
    words.finish();
  }

  #configure(changedScripts: ReadonlySet<string>): void {
    const { config } = placeOnDevices({
      instances: Array.from(this.#instances.values()),
      syncGroups: Array.from(this.#groups.values()),
      scripts: Array.from(this.#scripts.values()),
      trackFiles: Array.from(this.#files.keys(), trackFile),
      trackProcesses: Array.from(this.#processes.values()),
      linkDelays: Array.from(this.#linkDelays.values()),
      startupDelay: this.#startupDelay,
      delayAfterBoot: this.#delayAfterBoot,
      announcementPace: this.#announcementPace,
      announcementGroups: [...this.#announcementGroups],
      logsUnknownVrids: true as const,
    });
    const predecessor = this.#left.length === 0 ? undefined : { instances: this.#left, verdicts: this.#verdicts };
    this.#handle({ kind: "statics", statics: this.#statics, trackGroups: this.#trackGroups });
    this.#handle({ kind: "configure", config, changedScripts, files: this.#files, predecessor });
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

  #pace(words: Words): void {
    const [garp, gna] = [words.optional("garp"), words.optional("gna")];
    const pace = {
      garpInterval: garp === undefined ? undefined : parseTime(garp),
      gnaInterval: gna === undefined ? undefined : parseTime(gna),
    };
    if (words.name === "") this.#announcementPace = pace;
    else this.#announcementGroups.push({ ...pace, interfaces: words.name.split(" ") });
  }

  #advanceTo(end: Instant): void {
    for (let due = this.#engine.deadline; due !== undefined && due <= end; due = this.#engine.deadline) {
      this.#now = due > this.#now ? due : this.#now;
      this.#handle({ kind: "tick" });
    }
    this.#now = end;
  }

  /** An advert of another router, right unless the line says what is wrong with it. */
  #advert(words: Words): void {
    const of = this.#instances.get(words.text("to", "")) ?? Array.from(this.#instances.values())[0];
    assert(of !== undefined, "advert before any instance");
    const ipv4 = of.family === "ipv4";
    const source = IpAddress.of(words.text("from", ipv4 ? "192.0.2.2" : "fe80::2"));
    const group = of.transport.kind === "multicast" ? of.transport.group : IpAddress.of(ipv4 ? "192.0.2.1" : "fe80::1");
    const destination = IpAddress.of(words.text("destination", group.toString()));
    const version = words.number("version", of.version) === 2 ? 2 : 3;
    const password = words.optional("pass");
    const configured = of.addresses.map(({ prefix }) => prefix.address.toString()).join(",");
    const advert = {
      version,
      vrid: words.number("vrid", of.vrid),
      priority: words.number("priority", 100),
      interval: words.duration("interval", of.advertInterval),
      addresses: words
        .text("addresses", configured)
        .split(",")
        .filter((text) => text !== "")
        .map((text) => IpAddress.of(text)),
      authentication:
        version === 3
          ? undefined
          : password === undefined
            ? { type: words.number("auth-type", authenticationType[of.authentication.kind]), data: ownPassword(of) }
            : { type: words.number("auth-type", 1), data: passwordBytes(password) },
    } as const;
    const form = words.text("checksum", of.checksumForm);
    const sent = form === "message" || form === "old-unicast" ? form : "pseudo-header";
    const bytes = encodeAdvert(advert, { source, destination }, sent);
    patch(bytes, words, form, ipv4);
    const number = words.optional("number");
    const key = words.optional("header");
    const own = of.authentication.kind === "header" ? of.authentication.password : undefined;
    if (own === undefined || key === "none") {
      this.#packet(words, bytes, { source, destination, of });
      return;
    }
    this.#heard = number === undefined ? this.#heard + 1 : Number(number);
    const value = { path: { source, destination }, identification: 1, timeToLive: 255, message: bytes };
    const secret = key === undefined ? own : passwordBytes(key);
    const packet = encodeAuthenticated({ ...value, sequence: this.#heard }, secret);
    this.#packet(words, packet.subarray(20), { source, destination, of, header: packet.subarray(0, 20) });
  }

  #packet(
    words: Words,
    payload: Uint8Array,
    known?: {
      readonly source: IpAddress;
      readonly destination: IpAddress;
      readonly of: InstanceConfig;
      readonly header?: Uint8Array;
    },
  ): void {
    const of = known?.of ?? Array.from(this.#instances.values())[0];
    const source = known?.source ?? IpAddress.of(words.text("from", "192.0.2.2"));
    const destination = known?.destination ?? IpAddress.of(words.text("destination", "224.0.0.18"));
    const input: Input = {
      kind: "packet",
      interface: words.text("interface", of?.interface ?? "eth0"),
      family: source.family,
      mode: destination.isMulticast ? "multicast" : "unicast",
      packet: { source, destination, ttl: words.number("ttl", 255), payload, header: known?.header },
    };
    const times = words.number("times", 1);
    for (let count = 0; count < times; count += 1) this.#handle(input);
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

  #counters(name: string): void {
    const counters = this.#engine.instances.find((instance) => instance.config.name === name)?.counters;
    assert(counters !== undefined, `no instance ${name}`);
    const rejected = Array.from(counters.rejected, ([kind, count]) => `${kind} ${count}`).join(", ");
    const { received, accepted, sent, becameMaster, releasedMaster } = counters;
    this.#trace.push(
      `counters received ${received} accepted ${accepted} rejected [${rejected}] sent ${sent} became-master ${becameMaster} released-master ${releasedMaster} unclaimed ${this.#engine.unclaimedPackets}`,
    );
  }

  #handle(input: Input): void {
    this.#print(this.#engine.handle(this.#now, input));
  }

  #print(effects: readonly Effect[]): void {
    const time = printDuration(elapsed(origin, this.#now));
    for (const effect of effects) this.#trace.push(`${time} ${printEffect(effect)}`);
  }
}

function trackFile(name: string): TrackFileConfig {
  return { name, path: `/${name}`, initial: undefined, weight: { value: 1, reverse: false } };
}

function parseProcess(words: Words): TrackProcessConfig {
  const maximum = words.optional("max");
  return {
    name: words.name,
    process: words.text("command", words.name),
    parameters: [],
    match: "any",
    fullCommand: false,
    quorum: words.number("quorum", 1),
    quorumMaximum: maximum === undefined ? undefined : Number(maximum),
    forkDelay: words.duration("fork-delay", zeroDuration),
    terminateDelay: words.duration("terminate-delay", zeroDuration),
    weight: { value: 0, reverse: false },
  };
}

function parseScript(words: Words): ScriptConfig {
  const interval = words.duration("interval", seconds(1));
  return {
    name: words.name,
    interval,
    timeout: words.duration("timeout", interval),
    rise: words.number("rise", 1),
    fall: words.number("fall", 1),
    initFail: words.text("init-fail", "no") === "yes",
  };
}

function ownPassword(instance: InstanceConfig): Uint8Array {
  return instance.authentication.kind === "pass" ? instance.authentication.password : new Uint8Array(8);
}

/** Damages or bends the encoded advert: `set=OFFSET:VALUE` (checksum made right again unless `checksum=bad`). */
function patch(bytes: Uint8Array, words: Words, form: string, ipv4: boolean): void {
  const change = words.optional("set");
  if (change !== undefined) {
    const [offset = 0, value = 0] = change.split(":").map(Number);
    bytes[offset] = value;
    if (ipv4 && form === "message") {
      bytes.fill(0, 6, 8);
      const checksum = internetChecksum(bytes);
      bytes.set([checksum >> 8, checksum & 0xff], 6);
    }
  }
  if (form === "bad") bytes[6] = (bytes[6] ?? 0) ^ 0xff;
}
