import type { Command } from "../base/command.ts";

/** The scripts of one instance or group (keepalived.conf(5), "notify"); an absent one was not configured. */
export type NotifyScripts = {
  readonly master?: Command;
  readonly backup?: Command;
  readonly fault?: Command;
  readonly stop?: Command;
  /** Runs for every state with TYPE NAME STATE PRIORITY appended. */
  readonly any?: Command;
};

export type NotifyConfig = {
  readonly instances: ReadonlyMap<string, NotifyScripts>;
  readonly groups: ReadonlyMap<string, NotifyScripts>;
};
