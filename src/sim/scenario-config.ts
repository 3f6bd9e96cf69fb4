import { type Duration, seconds, zeroDuration } from "../base/time.ts";
import type {
  InstanceConfig,
  ScriptConfig,
  SyncGroupConfig,
  TrackFileConfig,
  TrackProcessConfig,
  VrrpConfig,
} from "../vrrp/config.ts";
import { placeOnDevices } from "../vrrp/devices.ts";
import type { AnnouncementGroup, AnnouncementPace, LinkDelays, Statics, TrackGroup } from "../vrrp/network-config.ts";
import { parsePolicies, parseStatics } from "./policies.ts";
import { parseGroup, parseInstance, parseTime, type Words } from "./script-language.ts";

/** What the lines of a scenario say of the configuration, until a line says that it is in force. */
export class ScenarioConfig {
  readonly instances = new Map<string, InstanceConfig>();
  readonly processes = new Map<string, TrackProcessConfig>();
  readonly trackGroups: TrackGroup[] = [];
  readonly #groups = new Map<string, SyncGroupConfig>();
  readonly #scripts = new Map<string, ScriptConfig>();
  readonly #linkDelays = new Map<string, LinkDelays>();
  readonly #announcementGroups: AnnouncementGroup[] = [];
  #statics: Statics | undefined;
  #startupDelay: Duration = zeroDuration;
  #delayAfterBoot: Duration = zeroDuration;
  #announcementPace: AnnouncementPace | undefined;

  get statics(): Statics | undefined {
    return this.#statics;
  }

  /** False: the line is about something else. */
  take(words: Words): boolean {
    switch (words.verb) {
      case "instance":
        this.instances.set(words.name, { ...parseInstance(words), ...parsePolicies(words) });
        return true;
      case "group":
        this.#groups.set(words.name, parseGroup(words));
        return true;
      case "script":
        this.#scripts.set(words.name, parseScript(words));
        return true;
      case "process":
        this.processes.set(words.name, parseProcess(words));
        return true;
      case "forget":
        this.instances.delete(words.name);
        return true;
      case "forget-group":
        this.#groups.delete(words.name);
        return true;
      case "forget-process":
        this.processes.delete(words.name);
        return true;
      case "link-delays": {
        const { name } = words;
        const [down, up] = [words.duration("down", zeroDuration), words.duration("up", zeroDuration)];
        this.#linkDelays.set(name, { interface: name, down, up });
        return true;
      }
      case "static":
        this.#statics = parseStatics(words);
        return true;
      case "track-group":
        this.trackGroups.push({ name: words.name, instances: words.list("instances") });
        return true;
      case "startup-delay":
        this.#startupDelay = parseTime(words.name);
        return true;
      case "delay-after-boot":
        this.#delayAfterBoot = parseTime(words.name);
        return true;
      case "pace":
        // Of every interface, or of those that are named, together.
        this.#pace(words);
        return true;
      default:
        return false;
    }
  }

  /** `files`: those that are tracked. */
  build(files: Iterable<string>): VrrpConfig {
    const { config } = placeOnDevices({
      instances: Array.from(this.instances.values()),
      syncGroups: Array.from(this.#groups.values()),
      scripts: Array.from(this.#scripts.values()),
      trackFiles: Array.from(files, trackFile),
      trackProcesses: Array.from(this.processes.values()),
      linkDelays: Array.from(this.#linkDelays.values()),
      startupDelay: this.#startupDelay,
      delayAfterBoot: this.#delayAfterBoot,
      announcementPace: this.#announcementPace,
      announcementGroups: [...this.#announcementGroups],
      logsUnknownVrids: true as const,
    });
    return config;
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
