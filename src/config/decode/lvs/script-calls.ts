import type { ScriptCall } from "../../../check/config.ts";
import type { Keyword } from "../../schema/keyword.ts";
import type { WrittenScript } from "../../schema/script-call.ts";
import type { DecodeContext } from "../context.ts";
import type { ScopeReader } from "../scope-reader.ts";
import { checkAccount } from "../script-line.ts";

/** The script behind `quorum_up` and its like; undefined when there is none, or when nobody can run it. */
export function decodeNotifyScript(
  keyword: Keyword<WrittenScript>,
  scope: ScopeReader,
  context: DecodeContext,
): ScriptCall | undefined {
  const script = scope.value(keyword);
  if (script === undefined) return undefined;
  const { command, account, place, accountPlace } = script;
  // The reference says nothing of a missing user in a configuration test.
  const isUsable =
    account === undefined || checkAccount(account, accountPlace ?? place, context, context.report, "none");
  return isUsable ? { command, account } : undefined;
}
