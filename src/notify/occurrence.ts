/** A state that lasts until the next one; STOP is the end of the daemon. */
export type LastingState = "MASTER" | "BACKUP" | "FAULT" | "STOP" | "DELETED";

/** What is told about: a state, or something that happened in it. */
export type NotifyState = LastingState | "MASTER_RX_LOWER_PRI" | "MASTER_PRIORITY" | "BACKUP_PRIORITY";

/** Whom it is about. */
export type Subject = { readonly type: "INSTANCE" | "GROUP"; readonly name: string };

/** Something that somebody may want to be told. */
export type Occurrence =
  | (Subject & {
      readonly kind: "state";
      readonly state: "MASTER" | "BACKUP" | "FAULT" | "STOP";
      /** Effective priority; 0 for a group. */
      readonly priority: number;
      readonly context: Context;
    })
  /** A reload has left the instance out. */
  | (Subject & { readonly kind: "removed"; readonly priority: number; readonly context: Context })
  | (Subject & { readonly kind: "priority"; readonly priority: number })
  | (Subject & { readonly kind: "lower-priority-heard"; readonly priority: number; readonly context: Context });

export type Context = {
  /** In words, for people. */
  readonly reason: string;
  /** The router that is master now, or for "lower-priority-heard" the other one that thinks it is; if known. */
  readonly master: string | undefined;
};

/** What is told. */
export type Notification = Subject & {
  readonly state: NotifyState;
  readonly priority: number;
  /** The lasting state before; undefined at the first. */
  readonly oldState: LastingState | undefined;
  readonly context: Context;
};
