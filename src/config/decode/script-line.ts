import type { Account } from "../account.ts";
import type { ConfigTestEffect } from "../diagnostic.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { DecodeContext } from "./context.ts";

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
