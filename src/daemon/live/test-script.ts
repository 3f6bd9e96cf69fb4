import { printCommand, type Command } from "../../base/command.ts";
import { type Duration, printSeconds, seconds, sum } from "../../base/time.ts";
import type { ScriptCall } from "../../check/config.ts";
import { type LoadResult, locationKey } from "../../config/load.ts";
import type { Account } from "../../config/model.ts";
import type { Span } from "../../config/source.ts";
import type { NotifyScript } from "../../notify/rehearsal.ts";
import { findServer, findService, namedServices } from "../../status/live/balancing-names.ts";
import type { ChildName } from "../../supervisor/index.ts";
import { describeAccount, notifyAccount, notifyLocation } from "./accounts.ts";
import type { CommandResult } from "./child-requests.ts";
import { notifyPatience } from "./notify-trial.ts";
import { scriptAdvice } from "./script-advice.ts";
import { findScript, type ScriptName, scriptNames } from "./script-names.ts";
import { unknownName } from "./unknown-name.ts";

/** A script that somebody wants to see run. */
type Subject = {
  /** Who runs it. */
  readonly child: ChildName;
  /** Undefined: it depends on where an instance is, which its process knows. */
  readonly command: Command | undefined;
  readonly account: Account | undefined;
  readonly timeout: Duration;
  readonly place: Span | undefined;
  /** What hangs on it. */
  readonly consequences: readonly string[];
};

/** For the process to hear of it and to answer. */
const slack = seconds(10);

/** Of those that a name may mean. */
const shownNames = 20;

/** "MISC_CHECK of 198.51.100.1 80 of 192.0.2.1 80": the first such check of that server. */
const miscName = /^misc_check\s+of\s+(?<server>.+?)\s+of\s+(?<service>.+)$/iu;

/**
 * Has a script run once, by the process that runs it otherwise and in the same way, without any effect on what hangs on
 * it, and says what it would mean.
 */
export async function testScript(
  name: string,
  result: LoadResult,
  ask: (child: ChildName, patience: Duration) => Promise<CommandResult>,
): Promise<CommandResult> {
  const named = scriptNames(result.configuration);
  const found = findScript(name, named);
  if (found.kind === "several") return ambiguous(name, found.names);
  const subject = found.kind === "found" ? subjectOf(found.script, result) : miscScript(name, result);
  if (subject === undefined) return unknownName("script", name, named.map(shortName));
  const { child, timeout, place, consequences } = subject;
  const head = [...beginning(subject), ...scriptAdvice(result, place).map((text) => `note: ${text}`)];
  const outcome = await ask(child, sum(timeout, slack));
  if (!("code" in outcome)) return [...head, ...outcome, ...consequences];
  return { ...outcome, message: [outcome.message, ...head].join("\n") };
}

/** What is known before it is run: of a notify script its process says it, as it depends on a state. */
function beginning({ command, account, timeout }: Subject): readonly string[] {
  if (command === undefined) return [];
  const who = describeAccount(account);
  return [`runs ${printCommand(command)} ${who}, for ${printSeconds(timeout)} s at most, without a shell`];
}

function ambiguous(name: string, names: readonly string[]): CommandResult {
  const shown = names.slice(0, shownNames).map((each) => `  ${each}`);
  const more = names.length > shownNames ? [`  and ${names.length - shownNames} more`] : [];
  return {
    code: "unknown-name",
    message: [`${name} may be several scripts; say which:`, ...shown, ...more].join("\n"),
  };
}

/** As a hint: what is short enough to be typed, and says enough as a rule. */
function shortName(script: ScriptName): string {
  return script.kind === "vrrp_script" ? script.name : `${script.keyword} of ${script.subject.name}`;
}

function subjectOf(script: ScriptName, result: LoadResult): Subject | undefined {
  return script.kind === "vrrp_script" ? trackedScript(script.name, result) : notifyScript(script, result);
}

function notifyScript(script: NotifyScript, { configuration, locations }: LoadResult): Subject {
  const place = locations.get(notifyLocation(script));
  const account = notifyAccount(script, configuration);
  return { child: "vrrp", command: undefined, account, timeout: notifyPatience, place, consequences: [] };
}

function trackedScript(name: string, { configuration, locations }: LoadResult): Subject | undefined {
  const command = configuration.scriptCommands.get(name);
  if (command === undefined) return undefined;
  const key = locationKey("script", name, "script");
  const { scripts, instances, syncGroups } = configuration.vrrp;
  const timeout = scripts.find((script) => script.name === name)?.timeout ?? seconds(1);
  const consequences = [...instances, ...syncGroups].flatMap(({ name: who, trackScripts }) =>
    trackScripts.flatMap(({ script, weight: { value, reverse } }) => {
      if (script !== name) return [];
      const bad = reverse ? "up" : "down";
      return [value === 0 ? `${who} is in FAULT while it is ${bad}` : `${who} has ${weightText(value, reverse)}`];
    }),
  );
  return {
    child: "vrrp",
    command,
    account: configuration.scriptAccounts.get(key) ?? configuration.global.scripts.account,
    timeout,
    place: locations.get(key),
    consequences: consequences.length > 0 ? consequences : ["nobody tracks it, so that it is not run otherwise"],
  };
}

/** A positive weight counts while the script succeeds, a negative one while it fails. */
function weightText(value: number, reverse: boolean): string {
  const isFor = value > 0 !== reverse ? "up" : "down";
  return `${value > 0 ? "+" : ""}${value} priority while it is ${isFor}`;
}

function miscScript(name: string, { configuration }: LoadResult): Subject | undefined {
  const call = miscCall(name, configuration.lvs.virtualServers);
  if (call === undefined) return undefined;
  const { script, timeout } = call;
  const account = script.account ?? configuration.global.scripts.account;
  return { child: "checkers", command: script.command, account, timeout, place: undefined, consequences: [] };
}

/** The first MISC_CHECK of the server that the name says. */
export function miscCall(
  name: string,
  virtualServers: LoadResult["configuration"]["lvs"]["virtualServers"],
): { readonly script: ScriptCall; readonly timeout: Duration; readonly dynamic: boolean } | undefined {
  const words = miscName.exec(name)?.groups;
  if (words === undefined) return undefined;
  const service = findService(namedServices(virtualServers), words["service"] ?? "");
  if (service.kind !== "found") return undefined;
  const server = findServer(service.value.config, words["server"] ?? "");
  if (server.kind !== "found") return undefined;
  const checker = server.value.checkers.find(({ kind }) => kind === "misc");
  return checker?.kind === "misc" ? checker : undefined;
}
