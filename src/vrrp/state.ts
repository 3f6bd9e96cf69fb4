import type { IpAddress } from "../base/ip-address.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { AnnouncementSchedule } from "./announcements.ts";
import type { Cause } from "./events.ts";
import type { FaultReason } from "./faults.ts";
import type { RepairQueue } from "./repair.ts";

/** Each state owns what only it needs, its deadlines included (RFC 9568 §6.3; FAULT is Keepalived's). */
export type State = InitState | FaultState | BackupState | MasterState;

/** Not started, or stopped. */
export type InitState = { readonly name: "init" };

export type FaultState = { readonly name: "fault"; readonly reasons: readonly FaultReason[] };

export type BackupState = {
  readonly name: "backup";
  readonly masterDown: MasterDownTimer;
  /** The master heard last, and when. */
  readonly master: HeardMaster | undefined;
  /** Master_Adver_Interval: the own interval until version 3 learns the master's. */
  readonly masterInterval: Duration;
  readonly preemptDelay: PreemptDelay;
  /** The lower-priority master whose adverts have been discarded since the down timer was started. */
  readonly discarded: { readonly source: IpAddress; readonly priority: number } | undefined;
};

/** `priority` is that of its last advert; 0: it gave up. */
export type HeardMaster = { readonly address: IpAddress; readonly heardAt: Instant; readonly priority: number };

export type MasterDownTimer =
  /** `doubted`: a wake-up long after `at` has already been granted another interval to listen. */
  | { readonly name: "armed"; readonly at: Instant; readonly kind: "silence" | "resigned"; readonly doubted: boolean }
  /** A member of a sync group that could be master waits until all the others could be. */
  | { readonly name: "expired"; readonly cause: Cause };

/** `preempt_delay` while a lower-priority master is alive. */
export type PreemptDelay =
  | { readonly name: "idle" }
  /** Lower-priority adverts are accepted before `until` and discarded after. */
  | { readonly name: "running"; readonly until: Instant };

export type MasterState = {
  readonly name: "master";
  readonly advertiseAt: Instant;
  readonly announcements: AnnouncementSchedule;
  readonly repairs: RepairQueue;
  /** When another router that thinks it is master, or was, was last answered. */
  readonly answeredAt: Instant | undefined;
  /** It has said that it goes: it is silent, and waits for a successor. */
  readonly yielding?: Yielding | undefined;
};

/** `successor`: the router that was heard to be master, and when. */
export type Yielding = {
  readonly successor: { readonly address: IpAddress; readonly heardAt: Instant } | undefined;
};
