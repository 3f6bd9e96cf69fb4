import type { Command } from "../base/command.ts";
import type { NotifyConfig, NotifyScripts } from "./config.ts";

/** A state that scripts are told about; STOP is the end of the daemon. */
export type NotifyState = "MASTER" | "BACKUP" | "FAULT" | "STOP";

/** What has happened, as far as scripts are concerned. */
export type Notification = {
  readonly type: "INSTANCE" | "GROUP";
  readonly name: string;
  readonly state: NotifyState;
  /** Effective priority; 0 for a group. */
  readonly priority: number;
};

/**
 * The scripts to start for it, in order: the state's own with its configured arguments, then the generic one with
 * TYPE NAME STATE PRIORITY appended (keepalived.conf(5), "notify").
 */
export function commandsFor(notification: Notification, config: NotifyConfig): readonly Command[] {
  const { type, name, state, priority } = notification;
  const scripts = (type === "INSTANCE" ? config.instances : config.groups).get(name);
  if (scripts === undefined) return [];
  const own = scripts[scriptKey[state]];
  const commands: Command[] = own === undefined ? [] : [own];
  if (scripts.any !== undefined) {
    commands.push({ words: [...scripts.any.words, type, name, state, String(priority)] });
  }
  return commands;
}

const scriptKey = { MASTER: "master", BACKUP: "backup", FAULT: "fault", STOP: "stop" } as const satisfies Record<
  NotifyState,
  keyof NotifyScripts
>;

/**
 * Remembers what each instance and group was last told, so that the same state is not told twice
 * (keepalived.conf(5), "notify").
 */
export class NotificationFilter {
  readonly #last = new Map<string, NotifyState>();

  /** True the first time, and whenever the state differs from the one before. */
  isNews({ type, name, state }: Notification): boolean {
    const key = `${type} ${name}`;
    if (this.#last.get(key) === state) return false;
    this.#last.set(key, state);
    return true;
  }
}
