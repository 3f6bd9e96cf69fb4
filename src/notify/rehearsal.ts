import type { Command } from "../base/command.ts";
import type { NotifyConfig, NotifyScripts } from "./config.ts";
import type { Notification, NotifyState, Subject } from "./occurrence.ts";
import { callsFor, environmentFor, keywordOf } from "./plan.ts";

/** A script of an instance or a group, by what it is run for. */
export type NotifyScript = {
  readonly key: keyof NotifyScripts;
  /** "notify_master" */
  readonly keyword: string;
  readonly subject: Subject;
};

/** Where an instance or a group is; the priority of a group is 0. */
export type Standing = { readonly state: "MASTER" | "BACKUP" | "FAULT" | "STOP"; readonly priority: number };

const keys = ["master", "backup", "fault", "stop", "any", "deleted", "lowerPriority"] as const;

/** All that there are, in the order of the configuration. */
export function notifyScripts({ instances, groups }: NotifyConfig): readonly NotifyScript[] {
  return [...scriptsOf("INSTANCE", instances), ...scriptsOf("GROUP", groups)];
}

function scriptsOf(type: Subject["type"], all: NotifyConfig["instances"]): readonly NotifyScript[] {
  return Array.from(all).flatMap(([name, scripts]) =>
    keys.flatMap((key) =>
      scripts[key] === undefined ? [] : [{ key, keyword: keywordOf(key), subject: { type, name } }],
    ),
  );
}

/** What of an occurrence each script hears; the generic one hears of the state that there is. */
const told: Readonly<Record<Exclude<keyof NotifyScripts, "any">, NotifyState>> = {
  master: "MASTER",
  backup: "BACKUP",
  fault: "FAULT",
  stop: "STOP",
  deleted: "DELETED",
  lowerPriority: "MASTER_RX_LOWER_PRI",
};

/** What would be run, as if it happened now to somebody who is there; undefined: nothing. */
export function rehearse(
  { key, keyword, subject }: NotifyScript,
  { state, priority }: Standing,
  { instances, groups }: NotifyConfig,
):
  | {
      readonly notification: Notification;
      readonly command: Command;
      readonly environment: Readonly<Record<string, string>>;
    }
  | undefined {
  const notification: Notification = {
    ...subject,
    state: key === "any" ? state : told[key],
    priority,
    oldState: state,
    context: { reason: "holdfast test-script", master: undefined },
  };
  const scripts = (subject.type === "INSTANCE" ? instances : groups).get(subject.name);
  const call = callsFor(notification, scripts).find((each) => each.keyword === keyword);
  return call && { notification, command: call.command, environment: environmentFor(notification) };
}
