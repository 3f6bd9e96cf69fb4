import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

import type { Command } from "../base/command.ts";
import { locationKey } from "../config/load.ts";
import type { Configuration } from "../config/model.ts";
import { scriptSecurityFinding } from "../config/script-security.ts";
import type { NotifyScripts } from "../notify/config.ts";
import { ScriptAccounts } from "./script-accounts.ts";

/** A configuration whose scripts can all be started, and what was found on the way. */
export type CheckedScripts = { readonly configuration: Configuration; readonly messages: readonly string[] };

type Resolve = (command: Command, key: string) => Command | undefined;

/**
 * Looks at every script before it is needed: bare names are searched in PATH, and one that cannot be started is
 * disabled with a message, as the reference does (keepalived.conf(5), "SCRIPTS"). A disabled `vrrp_script` neither
 * faults its instances nor changes their priority.
 */
export function checkScripts(configuration: Configuration): CheckedScripts {
  const messages: string[] = [];
  const accounts = new ScriptAccounts(configuration.global.scriptAccount);
  const resolve: Resolve = (command, key) => {
    const program = resolveProgram(command.words[0]);
    const result =
      typeof program === "string"
        ? accounts.as(configuration.scriptAccounts.get(key), { words: [program, ...command.words.slice(1)] })
        : program;
    if (!("problem" in result)) return result;
    messages.push(result.problem);
    return undefined;
  };

  const scriptCommands = new Map<string, Command>();
  for (const [name, command] of configuration.scriptCommands) {
    const resolved = resolve(command, locationKey("script", name, "script"));
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
      instances: resolveNotify("instance", notify.instances, resolve),
      groups: resolveNotify("group", notify.groups, resolve),
    },
  };
  const security = scriptSecurityFinding(checked, () => true);
  return { configuration: checked, messages: security === undefined ? messages : [...messages, security.message] };
}

function resolveNotify(
  kind: "instance" | "group",
  scripts: ReadonlyMap<string, NotifyScripts>,
  resolve: Resolve,
): ReadonlyMap<string, NotifyScripts> {
  return new Map(
    Array.from(scripts, ([name, { master, backup, fault, stop, any }]) => {
      const entries = Object.entries({ master, backup, fault, stop, any }).flatMap(([state, command]) => {
        const keyword = state === "any" ? "notify" : `notify_${state}`;
        const resolved = command === undefined ? undefined : resolve(command, locationKey(kind, name, keyword));
        return resolved === undefined ? [] : [[state, resolved] as const];
      });
      return [name, Object.fromEntries(entries)] as const;
    }),
  );
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
