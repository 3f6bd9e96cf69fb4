import type { Command } from "../base/command.ts";
import type { LoadBalancingConfig } from "../lvs/config.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { ScriptCall } from "./global-config.ts";
import type { Configuration } from "./model.ts";

/**
 * The warning that scripts run while `enable_script_security` is off, or undefined. It depends on whether any of
 * the programs exists, which only the daemon can tell: `isRunnable` is asked for each command.
 */
export function scriptSecurityFinding(
  configuration: Configuration,
  isRunnable: (command: Command) => boolean,
): Diagnostic | undefined {
  if (configuration.global.scripts.security || !allCommands(configuration).some(isRunnable)) return undefined;
  return securityFinding("scripts are being executed");
}

/**
 * The same about the scripts of `global_defs`, before the start, after the end, and at the other end of FIFOs, and
 * about those of load balancing.
 */
export function globalSecurityFinding(
  { global, vrrp, lvs }: Configuration,
  isRunnable: (command: Command) => boolean,
): Diagnostic | undefined {
  if (global.scripts.security) return undefined;
  const { startup, shutdown } = global.scripts;
  const runs = (call: ScriptCall | undefined): boolean => call !== undefined && isRunnable(call.command);
  if (runs(startup) || runs(shutdown)) return securityFinding("start/shutdown scripts are being executed");
  if (hasScript(lvs, runs)) return securityFinding("check scripts are being executed");
  // The process of the instances reads these, and without instances there is none.
  const { all, vrrp: ofInstances } = global.notifyFifos;
  const isRead = vrrp.instances.length > 0 && (runs(all.script) || runs(ofInstances.script));
  return isRead ? securityFinding("scripts are being executed") : undefined;
}

/** The same about the scripts of load balancing alone, which another process runs. */
export function balancingSecurityFinding(
  { global, lvs }: Pick<Configuration, "global" | "lvs">,
  isRunnable: (command: Command) => boolean,
): Diagnostic | undefined {
  if (global.scripts.security || !hasScript(lvs, (call) => call !== undefined && isRunnable(call.command)))
    return undefined;
  return securityFinding("check scripts are being executed");
}

/** Whether a script of load balancing is such a one. Of tens of thousands of servers hardly any has one. */
function hasScript({ virtualServers }: LoadBalancingConfig, test: (call: ScriptCall | undefined) => boolean): boolean {
  for (const { quorumUp, quorumDown, realServers } of virtualServers) {
    if (test(quorumUp) || test(quorumDown)) return true;
    for (const { notifyUp, notifyDown, checkers } of realServers) {
      if (test(notifyUp) || test(notifyDown)) return true;
      for (const checker of checkers) if (checker.kind === "misc" && test(checker.script)) return true;
    }
  }
  return false;
}

function securityFinding(what: string): Diagnostic {
  return {
    code: "script-security",
    severity: "warning",
    message: `SECURITY VIOLATION - ${what} but script_security not enabled.`,
    span: undefined,
    cure: "write enable_script_security, and script_user with a user, into global_defs",
    effect: "security",
    fatal: false,
    secret: false,
  };
}

/** Every command that the configuration makes the daemon run. */
export function allCommands({ scriptCommands, notify }: Configuration): readonly Command[] {
  const notifiers = [...notify.instances.values(), ...notify.groups.values()];
  return [...scriptCommands.values(), ...notifiers.flatMap((scripts) => Object.values(scripts))];
}
