import type { Command } from "../base/command.ts";
import type { ProgramFacts } from "../config/advice/programs.ts";
import { locationKey } from "../config/load.ts";
import type { ScriptCall, ScriptsConfig } from "../config/global-config.ts";
import type { Configuration } from "../config/model.ts";
import type { Diagnostic } from "../config/diagnostic.ts";
import { scriptSecurityFinding } from "../config/script-security.ts";
import type { NotifyScripts } from "../notify/config.ts";
import { inspectProgram } from "./program-facts.ts";
import { ScriptAccounts } from "./script-accounts.ts";

/** A configuration whose scripts can all be started, and what was found on the way. */
export type CheckedScripts = {
  readonly configuration: Configuration;
  readonly messages: readonly string[];
  /** Scripts run while script security is off. It is among the messages. */
  readonly security: Diagnostic | undefined;
  /** Each `vrrp_script` that is not run, by its name, and why not. */
  readonly disabled: ReadonlyMap<string, string>;
  /** A `vrrp_script` was disabled, which a configuration test refuses. Other scripts go without a word there. */
  readonly failsTest: boolean;
};

type Resolve = (command: Command, key: string) => Command | undefined;

/**
 * Looks at every script before it is needed: bare names are searched in PATH, and one that cannot be started is
 * disabled with a message, as the reference does (keepalived.conf(5), "SCRIPTS"). A disabled `vrrp_script` neither
 * faults its instances nor changes their priority.
 */
export function checkScripts(configuration: Configuration): CheckedScripts {
  const messages: string[] = [];
  // They run no program of the configuration.
  const openings = new Set<Command>();
  const accounts = new ScriptAccounts(configuration.global.scripts);
  const resolve: Resolve = (command, key) => {
    const account = configuration.scriptAccounts.get(key);
    const readable = /^<(.+)$/su.exec(command.words[0])?.[1];
    if (readable !== undefined) {
      const result = accountedFor(accounts.as(account, opening(readable)), messages);
      if (result !== undefined) openings.add(result);
      return result;
    }
    const mustBeSafe = configuration.global.scripts.security && accounts.isRoot(account);
    const program = resolveProgram(command.words[0], mustBeSafe);
    const result =
      typeof program === "string" ? accounts.as(account, { words: [program, ...command.words.slice(1)] }) : program;
    return accountedFor(result, messages);
  };

  const scriptCommands = new Map<string, Command>();
  const disabled = new Map<string, string>();
  for (const [name, command] of configuration.scriptCommands) {
    const said = messages.length;
    const resolved = resolve(command, locationKey("script", name, "script"));
    if (resolved !== undefined) {
      scriptCommands.set(name, resolved);
      continue;
    }
    disabled.set(name, messages.slice(said).join("; "));
    messages.push(`Disabling track script ${name} since not found/accessible`);
  }
  const lacksTracker = messages.length > 0;
  const isUsable = ({ script }: { readonly script: string }): boolean => scriptCommands.has(script);
  const { vrrp, notify } = configuration;
  const checked: Configuration = {
    ...configuration,
    scriptCommands,
    vrrp: {
      ...vrrp,
      scripts: vrrp.scripts.filter(({ name }) => scriptCommands.has(name)),
      instances: vrrp.instances.map((instance) =>
        instance.trackScripts.every(isUsable)
          ? instance
          : { ...instance, trackScripts: instance.trackScripts.filter(isUsable) },
      ),
      syncGroups: vrrp.syncGroups.map((group) => ({ ...group, trackScripts: group.trackScripts.filter(isUsable) })),
    },
    notify: {
      ...notify,
      instances: resolveNotify("instance", notify.instances, resolve),
      groups: resolveNotify("group", notify.groups, resolve),
    },
  };
  const security = scriptSecurityFinding(checked, (command) => !openings.has(command));
  if (security !== undefined) messages.push(security.message);
  return { configuration: checked, messages, security, disabled, failsTest: lacksTracker || accounts.lackedDefault };
}

/**
 * A script of `global_defs`, looked at in the same way; `launcher` are words before the program, which its account
 * executes. Without a command there is a message, or nothing was given.
 */
export function checkScriptCall(
  call: ScriptCall | undefined,
  scripts: ScriptsConfig,
  launcher: readonly string[] = [],
): { readonly command?: Command; readonly message?: string } {
  if (call === undefined) return {};
  const accounts = new ScriptAccounts(scripts);
  const program = resolveProgram(call.command.words[0], scripts.security && accounts.isRoot(call.account));
  if (typeof program !== "string") return { message: program.problem };
  const [first, ...rest] = [...launcher, program, ...call.command.words.slice(1)];
  const command = accounts.as(call.account, { words: [first ?? program, ...rest] });
  return "problem" in command ? { message: command.problem } : { command };
}

/** The command, or undefined and a message. */
function accountedFor(result: Command | { readonly problem: string }, messages: string[]): Command | undefined {
  if (!("problem" in result)) return result;
  messages.push(result.problem);
  return undefined;
}

/** What `</path` runs: a success when the file can be opened for reading (keepalived.conf(5), "script"). */
function opening(path: string): Command {
  return { words: ["/bin/sh", "-c", 'exec < "$0"', path] };
}

function resolveNotify(
  kind: "instance" | "group",
  scripts: ReadonlyMap<string, NotifyScripts>,
  resolve: Resolve,
): ReadonlyMap<string, NotifyScripts> {
  return new Map(
    Array.from(scripts, ([name, commands]) => {
      const entries = Object.entries(commands).flatMap(([event, command]) => {
        const resolved = resolve(command, locationKey(kind, name, notifyKeywordFor(event)));
        return resolved === undefined ? [] : [[event, resolved] as const];
      });
      return [name, Object.fromEntries(entries)] as const;
    }),
  );
}

/** The keyword that gives the script for an event of `NotifyScripts`. */
export function notifyKeywordFor(event: string): string {
  if (event === "any") return "notify";
  return event === "lowerPriority" ? "notify_master_rx_lower_pri" : `notify_${event}`;
}

/** The path to execute, or why there is none. */
function resolveProgram(program: string, mustBeSafe: boolean): string | { readonly problem: string } {
  const facts = inspectProgram(program);
  if (facts.kind !== "runnable") return { problem: problems[facts.kind](program) };
  if (!mustBeSafe || facts.writable === undefined) return facts.path;
  const why = `others than root may change ${facts.writable}`;
  return { problem: `Unsafe permissions found for script '${facts.path}' - disabling; ${why}` };
}

const problems: Readonly<Record<Exclude<ProgramFacts["kind"], "runnable">, (program: string) => string>> = {
  missing: (program) =>
    program.includes("/")
      ? `Script ${program} cannot be accessed - No such file or directory`
      : `Cannot find script ${program} in path - disabling`,
  relative: (program) => `Script ${program} is not an absolute path - disabling`,
  "not-a-file": (program) => `Script ${program} is not a regular file - disabling`,
  "not-executable": (program) => `Script ${program} is not executable - disabling; chmod +x it`,
};
