import type { Command } from "../../base/command.ts";
import type { NotifyScripts, NotifySettings } from "../../notify/config.ts";
import type { Account } from "../account.ts";
import type { Keyword } from "../schema/keyword.ts";
import { instanceNotifyKeywords, notifyKeywords } from "../schema/notify.ts";
import type { WrittenScript } from "../schema/script-call.ts";
import { vrrpSyncGroup } from "../schema/vrrp-sync-group.ts";
import { locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import type { ScopeReader } from "./scope-reader.ts";
import { decodeScriptCall } from "./script-line.ts";
import type { Tracker } from "./tracking.ts";

/** Whom an instance or a group tells, and the accounts that its scripts name. */
export type NotifyDraft = {
  readonly scripts: NotifyScripts;
  readonly settings: NotifySettings;
  readonly accounts: ReadonlyMap<string, Account>;
};

/** Reads `notify_master` and its siblings (keepalived.conf(5), "notify"). */
export function decodeNotify(scope: ScopeReader, owner: Tracker, context: DecodeContext): NotifyDraft {
  const accounts = new Map<string, Account>();
  const read = (keyword: Keyword<WrittenScript>): Command | undefined =>
    decodeScript(keyword.name, scope.value(keyword), owner, context, accounts);
  const scripts: NotifyScripts = {
    ...optional("master", read(notifyKeywords.notifyMaster)),
    ...optional("backup", read(notifyKeywords.notifyBackup)),
    ...optional("fault", read(notifyKeywords.notifyFault)),
    ...optional("stop", read(notifyKeywords.notifyStop)),
    ...optional("any", read(notifyKeywords.notify)),
  };
  const settings: NotifySettings = {
    ...optional("mail", scope.value(notifyKeywords.smtpAlert)),
    ...optional("priorityChanges", scope.value(notifyKeywords.notifyPriorityChanges)),
  };
  if (owner.kind === "group") {
    // A group is never told that it was removed.
    scope.value(vrrpSyncGroup.notifyDeleted);
    return { scripts, settings, accounts };
  }
  const { notifyDeleted } = notifyKeywords;
  const deleted = scope.value(notifyDeleted);
  const ofDeleted = deleted === "bare" ? undefined : deleted;
  return {
    scripts: {
      ...scripts,
      ...optional("deleted", decodeScript(notifyDeleted.name, ofDeleted, owner, context, accounts)),
      ...optional("lowerPriority", read(instanceNotifyKeywords.notifyLowerPriority)),
    },
    settings: deleted === undefined ? settings : { ...settings, deleted: true },
    accounts,
  };
}

/** A script that names a user who does not exist is left out: 2.2.7 does that without a word. */
function decodeScript(
  keyword: string,
  script: WrittenScript | undefined,
  { kind, name, report }: Tracker,
  context: DecodeContext,
  accounts: Map<string, Account>,
): Command | undefined {
  if (script === undefined) return undefined;
  const { place } = script;
  const key = locationKey(kind, name, keyword);
  context.locations.set(key, place);
  const call = decodeScriptCall(script, context, report, "none");
  if (call?.account !== undefined) accounts.set(key, call.account);
  return call?.command;
}

/** A property that is left out when there is no value. */
function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key widens to string
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}
