import type { Command } from "../base/command.ts";
import type { NotifyScripts } from "./config.ts";
import type { Notification, NotifyState } from "./occurrence.ts";

/**
 * The scripts to start for it, in order: the state's own with its configured arguments, then the generic one with
 * TYPE NAME STATE PRIORITY appended (keepalived.conf(5), "notify"). The generic one hears of lasting states only.
 */
export function commandsFor(notification: Notification, scripts: NotifyScripts | undefined): readonly Command[] {
  return callsFor(notification, scripts).map(({ command }) => command);
}

/** The same, with the keyword of each. */
export function callsFor(
  notification: Notification,
  scripts: NotifyScripts | undefined,
): readonly { readonly keyword: string; readonly command: Command }[] {
  const { type, name, state, priority } = notification;
  if (scripts === undefined) return [];
  const { key, generic } = scriptOf[state];
  const own = key === undefined ? undefined : scripts[key];
  const calls = own === undefined || key === undefined ? [] : [{ keyword: keywords[key], command: own }];
  if (generic && scripts.any !== undefined) {
    const command: Command = { words: [...scripts.any.words, type, name, state, String(priority)] };
    calls.push({ keyword: keywords.any, command });
  }
  return calls;
}

const keywords: Readonly<Record<keyof NotifyScripts, string>> = {
  master: "notify_master",
  backup: "notify_backup",
  fault: "notify_fault",
  stop: "notify_stop",
  any: "notify",
  deleted: "notify_deleted",
  lowerPriority: "notify_master_rx_lower_pri",
};

/** "notify_master" */
export function keywordOf(key: keyof NotifyScripts): string {
  return keywords[key];
}

const scriptOf: Readonly<
  Record<NotifyState, { readonly key: keyof NotifyScripts | undefined; readonly generic: boolean }>
> = {
  MASTER: { key: "master", generic: true },
  BACKUP: { key: "backup", generic: true },
  FAULT: { key: "fault", generic: true },
  STOP: { key: "stop", generic: true },
  DELETED: { key: "deleted", generic: true },
  MASTER_RX_LOWER_PRI: { key: "lowerPriority", generic: false },
  MASTER_PRIORITY: { key: undefined, generic: false },
  BACKUP_PRIORITY: { key: undefined, generic: false },
};

/** What scripts find in their environment: docs/notifications.md describes it. An unknown value is absent. */
export function environmentFor({
  type,
  name,
  state,
  priority,
  oldState,
  context,
}: Notification): Readonly<Record<string, string>> {
  return {
    HOLDFAST_TYPE: type,
    HOLDFAST_NAME: name,
    HOLDFAST_STATE: state,
    HOLDFAST_PRIORITY: String(priority),
    HOLDFAST_REASON: context.reason,
    ...(oldState !== undefined && { HOLDFAST_OLD_STATE: oldState }),
    ...(context.master !== undefined && { HOLDFAST_MASTER: context.master }),
  };
}

/** The line for the FIFOs, without its end (keepalived.conf(5), "notify_fifo"). */
export function printFifoLine({
  type,
  name,
  state,
  priority,
}: Pick<Notification, "type" | "name" | "state" | "priority">): string {
  return `${type} "${name}" ${state} ${priority}`;
}
