import type { Command } from "../../base/command.ts";
import type { NotifyScripts } from "../../notify/config.ts";
import type { Account } from "../model.ts";
import type { Keyword } from "../schema/keyword.ts";
import { notifyKeywords } from "../schema/notify.ts";
import type { Statement } from "../tree.ts";
import { locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import type { ScopeReader } from "./scope-reader.ts";
import { checkAccount, readAccount, readScriptLine } from "./script-line.ts";
import type { Tracker } from "./tracking.ts";

/** The notify scripts of an instance or a group, and the accounts that they name. */
export type NotifyDraft = { readonly scripts: NotifyScripts; readonly accounts: ReadonlyMap<string, Account> };

/** Reads `notify_master` and its siblings (keepalived.conf(5), "notify"). */
export function decodeNotify(scope: ScopeReader, owner: Tracker, context: DecodeContext): NotifyDraft {
  const accounts = new Map<string, Account>();
  const read = (keyword: Keyword<Statement>): Command | undefined =>
    decodeScript(keyword, scope, owner, context, accounts);
  const scripts: NotifyScripts = {
    ...optional("master", read(notifyKeywords.notifyMaster)),
    ...optional("backup", read(notifyKeywords.notifyBackup)),
    ...optional("fault", read(notifyKeywords.notifyFault)),
    ...optional("stop", read(notifyKeywords.notifyStop)),
    ...optional("any", read(notifyKeywords.notify)),
  };
  const place = scope.keywordAt(notifyKeywords.smtpAlert);
  if (scope.value(notifyKeywords.smtpAlert) === true && owner.report.first("smtp_alert")) {
    const message = "smtp_alert is accepted, but not implemented yet: no mail is sent";
    owner.report.warning("not-implemented", place, message, { effect: "none" });
  }
  return { scripts, accounts };
}

function decodeScript(
  keyword: Keyword<Statement>,
  scope: ScopeReader,
  { kind, name, report }: Tracker,
  context: DecodeContext,
  accounts: Map<string, Account>,
): Command | undefined {
  const line = scope.value(keyword);
  const script = line && readScriptLine(line, report);
  const place = line?.words[0];
  if (script === undefined || place === undefined) return undefined;
  const key = locationKey(kind, name, keyword.name);
  context.locations.set(key, place);
  if (script.rest.length > 2) {
    const message = `${keyword.name} takes a command, a user and a group: the words behind them are dropped`;
    report.warning("extra-words", line?.words[3], message, { cure: quotingCure(keyword), effect: "none" });
  }
  const account = readAccount(script.rest);
  if (account === undefined) return script.command;
  if (!checkAccount(account, line?.words[1] ?? place, context, report)) return undefined;
  accounts.set(key, account);
  return script.command;
}

function quotingCure(keyword: Keyword<unknown>): string {
  return `put the command and its arguments into one pair of quotes: ${keyword.name} "/path/program argument"`;
}

/** A property that is left out when there is no value. */
function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key widens to string
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}
