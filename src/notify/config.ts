import type { Command } from "../base/command.ts";

/** The scripts of one instance or group (keepalived.conf(5), "notify"); an absent one was not configured. */
export type NotifyScripts = {
  readonly master?: Command;
  readonly backup?: Command;
  readonly fault?: Command;
  readonly stop?: Command;
  /** Runs for every state with TYPE NAME STATE PRIORITY appended. */
  readonly any?: Command;
  /** Runs when a reload removes the instance. */
  readonly deleted?: Command;
  /** Runs when the master hears a lower-priority one. */
  readonly lowerPriority?: Command;
};

/** What else is told, and how; what is absent was not given. */
export type NotifySettings = {
  /** Mails (`smtp_alert`). */
  readonly mail?: boolean;
  /** Changes of the priority go to the FIFOs. */
  readonly priorityChanges?: boolean;
  /** A removal is told as DELETED rather than FAULT. */
  readonly deleted?: true;
};

export type NotifyConfig = {
  readonly instances: ReadonlyMap<string, NotifyScripts>;
  readonly groups: ReadonlyMap<string, NotifyScripts>;
  readonly instanceSettings?: ReadonlyMap<string, NotifySettings> | undefined;
  readonly groupSettings?: ReadonlyMap<string, NotifySettings> | undefined;
};

/** What `global_defs` says about all of them. */
export type NotifyDefaults = {
  /** For those that do not say it themselves. */
  readonly mail: boolean;
  readonly priorityChanges: boolean;
  /** False: no mail about FAULT (`no_email_faults`). */
  readonly faultMails: boolean;
  /** Begins the subject of every mail: "[router_id] ...". */
  readonly routerId: string;
};
