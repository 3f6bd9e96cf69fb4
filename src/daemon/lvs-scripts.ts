import type { Command } from "../base/command.ts";
import type { CheckerConfig, MiscCheck, ScriptCall } from "../check/config.ts";
import type { ScriptsConfig } from "../config/global-config.ts";
import type { LoadBalancingConfig, RealServer, VirtualServer } from "../lvs/config.ts";
import { checkScriptCall } from "./script-check.ts";

/** A configuration whose scripts can all be started, and what was found on the way. */
export type CheckedLvsScripts = {
  readonly config: LoadBalancingConfig;
  /** What is started for a script of `config`, as its account. */
  readonly commands: ScriptCommands;
  readonly messages: readonly string[];
};

/** What is started for the scripts of a configuration. */
export class ScriptCommands {
  readonly #scripts: ScriptsConfig;
  readonly #say: (message: string) => void;
  /** Thousands of servers often share a script. */
  readonly #known = new Map<string, Command | undefined>();

  constructor(scripts: ScriptsConfig, say: (message: string) => void) {
    this.#scripts = scripts;
    this.#say = say;
  }

  /** Undefined: it cannot be started, which has been said. */
  of(call: ScriptCall): Command | undefined {
    const key = JSON.stringify(call);
    if (this.#known.has(key)) return this.#known.get(key);
    const { command, message } = checkScriptCall(call, this.#scripts);
    if (message !== undefined) this.#say(message);
    this.#known.set(key, command);
    return command;
  }
}

/**
 * Looks at every script of load balancing before it is needed, as `checkScripts` does at those of instances. One that
 * cannot be started is left out with a message, and so is a MISC_CHECK that would run it.
 */
export function checkLvsScripts(config: LoadBalancingConfig, scripts: ScriptsConfig): CheckedLvsScripts {
  const messages: string[] = [];
  const commands = new ScriptCommands(scripts, (message) => messages.push(message));
  const usable = (call: ScriptCall | undefined): ScriptCall | undefined =>
    call === undefined || commands.of(call) === undefined ? undefined : call;
  const checkerIsUsable = (checker: CheckerConfig): boolean => {
    if (!isMisc(checker) || usable(checker.script) !== undefined) return true;
    messages.push(`Disabling misc script ${checker.script.command.words[0]} since not found/accessible`);
    return false;
  };
  const usableServer = (server: RealServer): RealServer => {
    const { notifyUp, notifyDown, checkers } = server;
    // Most of them have none.
    if (notifyUp === undefined && notifyDown === undefined && !checkers.some(isMisc)) return server;
    return {
      ...server,
      notifyUp: usable(notifyUp),
      notifyDown: usable(notifyDown),
      checkers: checkers.filter(checkerIsUsable),
    };
  };
  const virtualServers = config.virtualServers.map((virtualServer): VirtualServer => ({
    ...virtualServer,
    quorumUp: usable(virtualServer.quorumUp),
    quorumDown: usable(virtualServer.quorumDown),
    realServers: virtualServer.realServers.map(usableServer),
  }));
  return { config: { ...config, virtualServers }, commands, messages };
}

function isMisc(checker: CheckerConfig): checker is MiscCheck {
  return checker.kind === "misc";
}
