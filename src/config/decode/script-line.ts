import type { Account } from "../account.ts";
import type { ConfigTestEffect } from "../diagnostic.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { DecodeContext } from "./context.ts";

/** Whether the user that a script names exists; without it the script is ignored, as in the reference. */
export function checkAccount(
  account: Account,
  place: Word,
  context: DecodeContext,
  report: Reporter,
  effect: ConfigTestEffect = "configuration",
): boolean {
  const { user } = account;
  if (context.environment.users?.has(user) !== false || /^\d+$/u.test(user)) return true;
  const cure = "a command and its arguments belong into one pair of quotes; a user may stand behind them";
  report.error("not-found", place, `Script user '${user}' does not exist`, { cure, effect });
  return false;
}
