import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

import type { Command } from "../base/command.ts";
import type { Configuration } from "../config/model.ts";
import type { NotifyScripts } from "../notify/config.ts";

/** A configuration whose scripts can all be started, and what was found on the way. */
export type CheckedScripts = { readonly configuration: Configuration; readonly messages: readonly string[] };

/**
 * Looks at every script before it is needed: bare names are searched in PATH, and one that cannot be started is
 * disabled with a message, as the reference does (keepalived.conf(5), "SCRIPTS"). A disabled `vrrp_script` neither
 * faults its instances nor changes their priority.
 */
export function checkScripts(configuration: Configuration): CheckedScripts {
  const messages: string[] = [];
  const resolve = (command: Command): Command | undefined => {
    const result = resolveProgram(command.words[0]);
    if (typeof result === "string") return { words: [result, ...command.words.slice(1)] };
    messages.push(result.problem);
    return undefined;
  };

  const scriptCommands = new Map<string, Command>();
  for (const [name, command] of configuration.scriptCommands) {
    const resolved = resolve(command);
    if (resolved === undefined) messages.push(`Disabling track script ${name} since not found/accessible`);
    else scriptCommands.set(name, resolved);
  }
  const isUsable = ({ script }: { readonly script: string }): boolean => scriptCommands.has(script);
  const { vrrp, notify } = configuration;
  const checked: Configuration = {
    ...configuration,
    scriptCommands,
    vrrp: {
      ...vrrp,
      scripts: vrrp.scripts.filter(({ name }) => scriptCommands.has(name)),
      instances: vrrp.instances.map((instance) => ({
        ...instance,
        trackScripts: instance.trackScripts.filter(isUsable),
      })),
      syncGroups: vrrp.syncGroups.map((group) => ({ ...group, trackScripts: group.trackScripts.filter(isUsable) })),
    },
    notify: {
      instances: resolveNotify(notify.instances, resolve),
      groups: resolveNotify(notify.groups, resolve),
    },
  };
  if (!configuration.global.scriptSecurity && (scriptCommands.size > 0 || hasNotify(checked))) {
    messages.push("SECURITY VIOLATION - scripts are being executed but script_security not enabled.");
  }
  return { configuration: checked, messages };
}

function resolveNotify(
  scripts: ReadonlyMap<string, NotifyScripts>,
  resolve: (command: Command) => Command | undefined,
): ReadonlyMap<string, NotifyScripts> {
  return new Map(
    Array.from(scripts, ([name, { master, backup, fault, stop, any }]) => {
      const entries = Object.entries({ master, backup, fault, stop, any }).flatMap(([state, command]) => {
        const resolved = command === undefined ? undefined : resolve(command);
        return resolved === undefined ? [] : [[state, resolved] as const];
      });
      return [name, Object.fromEntries(entries)] as const;
    }),
  );
}

function hasNotify({ notify }: Configuration): boolean {
  return [...notify.instances.values(), ...notify.groups.values()].some((scripts) => Object.keys(scripts).length > 0);
}

/** The path to execute, or why there is none. */
function resolveProgram(program: string): string | { readonly problem: string } {
  if (program.includes("/")) {
    if (!isAbsolute(program)) return { problem: `Script ${program} is not an absolute path - disabling` };
    const problem = whyNotExecutable(program);
    return problem === undefined ? program : { problem: `Script ${program} ${problem}` };
  }
  for (const folder of (process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin").split(delimiter)) {
    const path = join(folder, program);
    if (isAbsolute(path) && whyNotExecutable(path) === undefined) return path;
  }
  return { problem: `Cannot find script ${program} in path - disabling` };
}

function whyNotExecutable(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return "is not a regular file - disabling";
  } catch {
    return "cannot be accessed - No such file or directory";
  }
  try {
    accessSync(path, constants.X_OK);
    return undefined;
  } catch {
    return "is not executable - disabling; chmod +x it";
  }
}
