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

/**
 * Whether the user and the group behind a command exist; without them the script is ignored, as in the reference. They
 * may be arguments that were meant for the command.
 */
export function checkAccount(
  account: Account,
  place: Word,
  context: DecodeContext,
  report: Reporter,
  effect: ConfigTestEffect = "configuration",
): boolean {
  const missing = findMissing(account, context);
  if (missing === undefined) return true;
  const cure = `${missing.cure}; if it is an argument of the command, put both into one pair of quotes`;
  report.error("not-found", place, missing.message, { cure, effect });
  return false;
}

/** The same for the account of a keyword of its own, such as `user`, where there is no command. */
export function checkUser(account: Account, place: Word, context: DecodeContext, report: Reporter): boolean {
  const missing = findMissing(account, context);
  if (missing !== undefined) report.error("not-found", place, missing.message, { cure: missing.cure });
  return missing === undefined;
}

type MissingAccount = { readonly message: string; readonly cure: string };

function findMissing({ user, group }: Account, { environment }: DecodeContext): MissingAccount | undefined {
  const { accounts } = environment;
  if (accounts?.hasUser(user) === false) {
    return { message: `Script user '${user}' does not exist`, cure: "create the user, or name another" };
  }
  if (group !== undefined && accounts?.hasGroup(group) === false) {
    return { message: `Script group '${group}' does not exist`, cure: "create the group, or name another" };
  }
  return undefined;
}
