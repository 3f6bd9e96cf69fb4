import type { CheckerConfig, MiscCheck, ScriptCall } from "../check/config.ts";
import type { ScriptsConfig } from "../config/global-config.ts";
import type { LoadBalancingConfig, RealServer, VirtualServer } from "../lvs/config.ts";
import { checkScriptCall } from "./script-check.ts";

/** A configuration whose scripts can all be started as they stand there, and what was found on the way. */
export type CheckedLvsScripts = { readonly config: LoadBalancingConfig; readonly messages: readonly string[] };

/** Looks at a script: what is to be run for it; undefined: it cannot be started, or there is none. */
type Resolve = (call: ScriptCall | undefined) => ScriptCall | undefined;

/**
 * Looks at every script of load balancing before it is needed, as `checkScripts` does at those of instances. One that
 * cannot be started is left out with a message, and so is a MISC_CHECK that would run it. Accounts have become part of
 * the commands.
 */
export function checkLvsScripts(config: LoadBalancingConfig, scripts: ScriptsConfig): CheckedLvsScripts {
  const messages: string[] = [];
  // Thousands of servers often share a script.
  const known = new Map<string, ScriptCall | undefined>();
  const resolve: Resolve = (call) => {
    if (call === undefined) return undefined;
    const key = JSON.stringify(call);
    if (known.has(key)) return known.get(key);
    const { command, message } = checkScriptCall(call, scripts);
    if (message !== undefined) messages.push(message);
    const resolved = command && { command, account: undefined };
    known.set(key, resolved);
    return resolved;
  };
  const virtualServers = config.virtualServers.map((virtualServer) => withScripts(virtualServer, resolve, messages));
  return { config: { ...config, virtualServers }, messages };
}

function withScripts(virtualServer: VirtualServer, resolve: Resolve, messages: string[]): VirtualServer {
  return {
    ...virtualServer,
    quorumUp: resolve(virtualServer.quorumUp),
    quorumDown: resolve(virtualServer.quorumDown),
    realServers: virtualServer.realServers.map((server) => serverWithScripts(server, resolve, messages)),
  };
}

function serverWithScripts(server: RealServer, resolve: Resolve, messages: string[]): RealServer {
  const { notifyUp, notifyDown, checkers } = server;
  // Most of them have none.
  if (notifyUp === undefined && notifyDown === undefined && !checkers.some(isMisc)) return server;
  return {
    ...server,
    notifyUp: resolve(notifyUp),
    notifyDown: resolve(notifyDown),
    checkers: checkers.flatMap((checker): readonly CheckerConfig[] => {
      if (!isMisc(checker)) return [checker];
      const script = resolve(checker.script);
      if (script !== undefined) return [{ ...checker, script }];
      messages.push(`Disabling misc script ${checker.script.command.words[0]} since not found/accessible`);
      return [];
    }),
  };
}

function isMisc(checker: CheckerConfig): checker is MiscCheck {
  return checker.kind === "misc";
}
