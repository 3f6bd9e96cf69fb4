import { realpathSync } from "node:fs";
import { hostname } from "node:os";
import type { Command } from "../base/command.ts";
import { type Instant, instant } from "../base/time.ts";
import { globalLines } from "../config/dump/global-lines.ts";
import type { GlobalConfig } from "../config/global-config.ts";
import { locationKey } from "../config/load.ts";
import type { Account, Configuration } from "../config/model.ts";
import type { NotifyScripts, NotifySettings } from "../notify/config.ts";
import type { Calendar, DumpFacts, NotificationFacts, NotifyOccasion, ScriptFacts } from "../status/dump/facts.ts";
import { printLogTime } from "./log-time.ts";
import { ScriptAccounts } from "./script-accounts.ts";
import { notifyKeywordFor } from "./script-check.ts";

/** What the files of a vrrp process tell beside the state, except for what changes from moment to moment. */
export type LastingFacts = Omit<DumpFacts, "calendar" | "interfaces">;

const occasions: ReadonlyMap<keyof NotifyScripts, NotifyOccasion> = new Map([
  ["backup", "backup"],
  ["master", "master"],
  ["fault", "fault"],
  ["stop", "stop"],
  ["any", "any"],
  ["lowerPriority", "lower-priority"],
]);

/** `written` is the configuration as it was read, `checked` the one without scripts that cannot be started. */
export function lastingFacts(written: Configuration, checked: Configuration, umask: number): LastingFacts {
  const { global, scriptAccounts } = written;
  const accounts = new ScriptAccounts(global.scripts);
  const factsOf = (command: Command, key: string): ScriptFacts => ({
    command: printProgram(command),
    account: accounts.ids(scriptAccounts.get(key)) ?? "0:0",
    insecure: false,
  });

  const notification = (kind: "instance" | "group", name: string): NotificationFacts => {
    const { notify } = checked;
    const [usable, all, settings] =
      kind === "instance"
        ? [notify.instances, written.notify.instances, notify.instanceSettings]
        : [notify.groups, written.notify.groups, notify.groupSettings];
    const scripts = Array.from(occasions).flatMap(([event, occasion]) => {
      const command = usable.get(name)?.[event] && all.get(name)?.[event];
      if (command === undefined) return [];
      return [[occasion, factsOf(command, locationKey(kind, name, notifyKeywordFor(event)))] as const];
    });
    return { ...settled(settings?.get(name) ?? {}, global), scripts: new Map(scripts) };
  };
  const script = (name: string): ScriptFacts | undefined => {
    const command = written.scriptCommands.get(name);
    return command && factsOf(command, locationKey("script", name, "script"));
  };

  const instances = new Map(written.vrrp.instances.map(({ name }) => [name, notification("instance", name)]));
  const groups = new Map(written.vrrp.syncGroups.map(({ name }) => [name, notification("group", name)]));
  const scripts = new Map(written.vrrp.scripts.map(({ name }) => [name, script(name)]));
  const nothing = { mail: false, deleted: false, priorityChanges: false, scripts: new Map() };
  return {
    globals: globalTexts(global, umask, accounts),
    defaults: {
      strict: global.vrrp.strict === true,
      skipCheckAdvertAddresses: global.vrrp.skipCheckAdvertAddresses === true,
      higherPrioritySendAdvert: global.vrrp.higherPrioritySendAdvert === true,
      checkUnicastSource: global.vrrp.checkUnicastSource === true,
    },
    instance: (name) => instances.get(name) ?? nothing,
    group: (name) => groups.get(name) ?? nothing,
    script: (name) => scripts.get(name),
  };
}

/** The lines of the global definitions on this machine. */
export function globalTexts(
  global: GlobalConfig,
  umask: number,
  accounts: ScriptAccounts = new ScriptAccounts(global.scripts),
): readonly string[] {
  const idsOf = (account: Account | undefined): string | undefined => accounts.ids(account);
  return globalLines(global, { hostName: hostname(), idsOf, command: printProgram, umask });
}

/** What holds for an instance or a group that does not say it itself. */
function settled(
  { mail, deleted, priorityChanges }: NotifySettings,
  { mail: mails, vrrp }: GlobalConfig,
): Omit<NotificationFacts, "scripts"> {
  return {
    mail: mail ?? mails.vrrpAlert ?? mails.alert ?? false,
    deleted: deleted === true,
    priorityChanges: priorityChanges ?? vrrp.notifyPriorityChanges ?? false,
  };
}

/** "'/usr/bin/true' 'a b'": with the path that is run when links are followed. */
export function printProgram({ words: [program, ...parameters] }: Command): string {
  return [realPath(program), ...parameters].map((word) => `'${word}'`).join(" ");
}

function realPath(path: string): string {
  try {
    return path.startsWith("/") ? realpathSync(path) : path;
  } catch {
    return path;
  }
}

/** A difference between two readings of the wall's clock that somebody has set; smaller ones are the readings' own. */
const clockWasSet = 50_000;

/**
 * The clock of the wall beside that of the engine, in microseconds: what has been printed once is printed the same
 * again.
 */
export class WallClock {
  #offset: number | undefined;

  /** `wallTime` is `now` in milliseconds since 1970. */
  calendar(now: Instant, wallTime: number): Calendar {
    const offset = wallTime * 1_000 - now;
    if (this.#offset === undefined || Math.abs(offset - this.#offset) > clockWasSet) this.#offset = offset;
    return calendarWith(this.#offset);
  }
}

/** `offset` microseconds lie between the origin of the engine's clock and 1970. */
export function calendarWith(offset: number): Calendar {
  return (at) => {
    const moment = instant(at + offset);
    const fraction = String(moment % 1_000_000).padStart(6, "0");
    const [, words = "", year = ""] = /^(.*) (\d+)$/u.exec(printLogTime(new Date(moment / 1_000))) ?? [];
    return { seconds: `${Math.floor(moment / 1_000_000)}.${fraction}`, words: `${words}.${fraction} ${year}` };
  };
}
