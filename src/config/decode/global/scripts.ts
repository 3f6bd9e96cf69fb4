import type { Account } from "../../account.ts";
import type { NotifyFifosConfig, NotifyFifoConfig, ScriptsConfig } from "../../global-config.ts";
import { lvsNotifyFifoKeywords, notifyFifoKeywords, vrrpNotifyFifoKeywords } from "../../schema/global/notify-fifos.ts";
import type { FifoKeywords } from "../../schema/global/notify-fifos.ts";
import { scriptKeywords, scriptLineKeywords } from "../../schema/global/scripts.ts";
import type { DecodeContext } from "../context.ts";
import { checkUser, decodeScriptCall } from "../script-line.ts";
import type { ScopeReader } from "../scope-reader.ts";

/** How scripts run, and those that belong to no instance. */
export function decodeScripts(scope: ScopeReader, context: DecodeContext): ScriptsConfig {
  const startup = decodeScriptCall(scope.value(scriptLineKeywords.startup), context, context.report, "configuration");
  const shutdown = decodeScriptCall(scope.value(scriptLineKeywords.shutdown), context, context.report, "configuration");
  return {
    security: false,
    ...scope.readAll(scriptKeywords),
    account: decodeAccount(scope, context),
    ...(startup && { startup }),
    ...(shutdown && { shutdown }),
  };
}

/** An account that does not exist stays: whatever would run as it must not run as somebody else. */
function decodeAccount(scope: ScopeReader, context: DecodeContext): Account | undefined {
  const place = scope.parameterAt(scriptLineKeywords.account);
  const account = scope.value(scriptLineKeywords.account);
  if (account !== undefined && place !== undefined) checkUser(account, place, context, context.report);
  return account;
}

/** The FIFOs and their readers; in a configuration test 2.2.7 says nothing of users who do not exist. */
export function decodeNotifyFifos(scope: ScopeReader, context: DecodeContext): NotifyFifosConfig {
  const decode = (keywords: FifoKeywords): NotifyFifoConfig => {
    const fifo = scope.value(keywords.fifo);
    const script = decodeScriptCall(scope.value(keywords.script), context, context.report, "none");
    return { ...(fifo && { fifo }), ...(script && { script }) };
  };
  return {
    all: decode(notifyFifoKeywords),
    vrrp: decode(vrrpNotifyFifoKeywords),
    lvs: decode(lvsNotifyFifoKeywords),
  };
}
