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
  readonly accounts: readonly (readonly [key: string, account: Account])[];
};

const events = [
  ["master", notifyKeywords.notifyMaster],
  ["backup", notifyKeywords.notifyBackup],
  ["fault", notifyKeywords.notifyFault],
  ["stop", notifyKeywords.notifyStop],
  ["any", notifyKeywords.notify],
] as const;

/** Reads `notify_master` and its siblings (keepalived.conf(5), "notify"). */
export function decodeNotify(scope: ScopeReader, owner: Tracker, context: DecodeContext): NotifyDraft {
  const accounts: [string, Account][] = [];
  const read = (keyword: Keyword<WrittenScript>): Command | undefined =>
    decodeScript(keyword.name, scope.value(keyword), owner, context, accounts);
  const scripts: Draft<NotifyScripts> = {};
  for (const [event, keyword] of events) setGiven(scripts, event, read(keyword));
  const settings: Draft<NotifySettings> = {};
  setGiven(settings, "mail", scope.value(notifyKeywords.smtpAlert));
  setGiven(settings, "priorityChanges", scope.value(notifyKeywords.notifyPriorityChanges));
  if (owner.kind === "group") {
    // A group is never told that it was removed.
    scope.value(vrrpSyncGroup.notifyDeleted);
    return { scripts, settings, accounts };
  }
  const { notifyDeleted } = notifyKeywords;
  const deleted = scope.value(notifyDeleted);
  const ofDeleted = deleted === "bare" ? undefined : deleted;
  setGiven(scripts, "deleted", decodeScript(notifyDeleted.name, ofDeleted, owner, context, accounts));
  setGiven(scripts, "lowerPriority", read(instanceNotifyKeywords.notifyLowerPriority));
  if (deleted !== undefined) settings.deleted = true;
  return { scripts, settings, accounts };
}

/** A script that names a user who does not exist is left out: 2.2.7 does that without a word. */
function decodeScript(
  keyword: string,
  script: WrittenScript | undefined,
  { kind, name, report }: Tracker,
  context: DecodeContext,
  accounts: [string, Account][],
): Command | undefined {
  if (script === undefined) return undefined;
  const { place } = script;
  const key = locationKey(kind, name, keyword);
  context.locations.set(key, place);
  const call = decodeScriptCall(script, context, report, "none");
  if (call?.account !== undefined) accounts.push([key, call.account]);
  return call?.command;
}

/** An object in the making. */
type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** A property is left out when there is no value. */
function setGiven<T, K extends keyof T>(draft: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) draft[key] = value;
}
