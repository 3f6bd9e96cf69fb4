import type { Account } from "../account.ts";
import type { ConfigTestEffect } from "../diagnostic.ts";
import type { ScriptCall } from "../global-config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { WrittenScript } from "../schema/script-call.ts";
import type { DecodeContext } from "./context.ts";

/**
 * The command of a line and its account; undefined when nobody can run it, and a finding, whose effect is none where
 * the reference says nothing of a missing user in a configuration test.
 */
export function decodeScriptCall(
  written: WrittenScript | undefined,
  context: DecodeContext,
  report: Reporter,
  effect: ConfigTestEffect,
): ScriptCall | undefined {
  if (written === undefined) return undefined;
  const { command, account, place, accountPlace } = written;
  const isUsable = account === undefined || checkAccount(account, accountPlace ?? place, context, report, effect);
  return isUsable ? { command, account } : undefined;
}

/** Whether the user and the group that a script names exist; without them the script is ignored, as in the reference. */
export function checkAccount(
  account: Account,
  place: Word,
  context: DecodeContext,
  report: Reporter,
  effect: ConfigTestEffect = "configuration",
): boolean {
  const { accounts } = context.environment;
  const { user, group } = account;
  const hasUser = accounts?.hasUser(user) !== false;
  if (hasUser && (group === undefined || accounts?.hasGroup(group) !== false)) return true;
  const missing = hasUser ? `Script group '${group}' does not exist` : `Script user '${user}' does not exist`;
  const cure = "a command and its arguments belong into one pair of quotes; a user and a group may stand behind them";
  report.error("not-found", place, missing, { cure, effect });
  return false;
}
