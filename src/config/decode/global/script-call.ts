import type { ScriptCall } from "../../global-config.ts";
import type { WrittenScript } from "../../schema/script-call.ts";
import type { DecodeContext } from "../context.ts";
import { checkAccount } from "../script-line.ts";

/** The command of a line and its account; undefined, and a finding, when there is no such user. */
export function decodeScriptCall(written: WrittenScript | undefined, context: DecodeContext): ScriptCall | undefined {
  if (written === undefined) return undefined;
  const { command, account, place, accountPlace } = written;
  if (account === undefined || checkAccount(account, accountPlace ?? place, context, context.report)) {
    return { command, account };
  }
  return undefined;
}
