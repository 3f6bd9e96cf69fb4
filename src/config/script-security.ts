import type { Command } from "../base/command.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Configuration } from "./model.ts";

/**
 * The warning that scripts run while `enable_script_security` is off, or undefined. It depends on whether any of
 * the programs exists, which only the daemon can tell: `isRunnable` is asked for each command.
 */
export function scriptSecurityFinding(
  configuration: Configuration,
  isRunnable: (command: Command) => boolean,
): Diagnostic | undefined {
  if (configuration.global.scriptSecurity || !allCommands(configuration).some(isRunnable)) return undefined;
  return {
    code: "script-security",
    severity: "warning",
    message: "SECURITY VIOLATION - scripts are being executed but script_security not enabled.",
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
  const notifyCommands = notifiers.flatMap(({ master, backup, fault, stop, any }) => [
    master,
    backup,
    fault,
    stop,
    any,
  ]);
  return [...scriptCommands.values(), ...notifyCommands.filter((command) => command !== undefined)];
}
