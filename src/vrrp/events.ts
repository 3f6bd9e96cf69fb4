import type { IpAddress } from "../base/ip-address.ts";
import type { Duration } from "../base/time.ts";
import type { AnnouncementReason } from "./announcements.ts";
import type { VirtualAddress } from "./config.ts";
import type { ConfigChange } from "./config-difference.ts";
import type { FloodNews } from "./flood-guard.ts";
import type { FaultReason } from "./faults.ts";
import type { MaintenanceNews } from "./maintenance.ts";
import type { Held } from "./held.ts";
import type { PriorityPart } from "./priority.ts";
import type { RejectReason } from "./admission.ts";
import type { Mode } from "./inputs.ts";
import type { Untold } from "./repetition.ts";
import type { Warning } from "./warning.ts";
import type { ChecksumForm } from "../wire/vrrp.ts";
import type { ScriptOutcome } from "./script-tracker.ts";

export type StateName = "init" | "backup" | "master" | "fault";

/**
 * Why an instance changed its state, down to the packet, the timer, the link or the script that began it. A chain:
 * what happened to a sync group names the member's own cause.
 */
export type Cause =
  | { readonly kind: "started" }
  | { readonly kind: "address-owner" }
  /** It was master in a process that died, `silence` after its last advert: nobody has missed it. */
  | { readonly kind: "adopted"; readonly silence: Duration }
  /** Nothing acceptable was heard for the whole down interval; `master` was heard last, `silence` ago. */
  | { readonly kind: "timeout"; readonly master: IpAddress | undefined; readonly silence: Duration | undefined }
  /** The down interval passed while `master` was alive, with a lower priority: pre-empted. */
  | { readonly kind: "preempted"; readonly master: IpAddress; readonly priority: number; readonly ours: number }
  /** The master said goodbye with priority 0, and the skew time has passed. */
  | { readonly kind: "master-resigned"; readonly master: IpAddress }
  | {
      readonly kind: "advert";
      readonly source: IpAddress;
      readonly priority: number;
      readonly ours: number;
      readonly won: "by-priority" | "by-address";
    }
  | { readonly kind: "fault"; readonly reasons: readonly FaultReason[] }
  /** The reasons that kept it in FAULT until now. */
  | { readonly kind: "recovered"; readonly reasons: readonly FaultReason[] }
  | { readonly kind: "group"; readonly group: string; readonly member: string; readonly because: Cause }
  | { readonly kind: "stopped" }
  /** A reload has left the instance out. */
  | { readonly kind: "removed" }
  /** A reload has changed who is in the group. */
  | { readonly kind: "reloaded" };

/** What happened, as data: logs, notifications, status and metrics are readers of this one stream. */
export type VrrpEvent =
  | {
      readonly kind: "instance-state";
      readonly instance: string;
      readonly from: StateName;
      readonly to: StateName;
      readonly cause: Cause;
      readonly priority: number;
      /** The router that is master from now on, this one included, as far as that is known. */
      readonly master?: IpAddress | undefined;
    }
  /** A group begins to go there, as its first member has done. */
  | { readonly kind: "group-state"; readonly group: string; readonly to: StateName; readonly cause: Cause }
  /** All its members are there. */
  | { readonly kind: "group-arrived"; readonly group: string; readonly to: StateName; readonly cause: Cause }
  | { readonly kind: "advert-timeout"; readonly instance: string; readonly cause: Cause }
  | {
      readonly kind: "priority";
      readonly instance: string;
      readonly from: number;
      readonly to: number;
      readonly parts: readonly PriorityPart[];
    }
  | {
      readonly kind: "advert-rejected";
      readonly instance: string;
      readonly version: 2 | 3;
      readonly source: IpAddress;
      readonly reason: RejectReason;
    }
  | {
      readonly kind: "unknown-vrid";
      readonly interface: string;
      readonly source: IpAddress;
      readonly vrid: number;
    }
  /** Somebody speaks VRRP for a VRID that nobody has here, or CARP: told once for each. */
  | {
      readonly kind: "stranger";
      readonly protocol: "vrrp" | "carp";
      readonly interface: string;
      readonly source: IpAddress;
      readonly vrid: number;
    }
  /** Something is wrong from now on, and told again when it is over. */
  | { readonly kind: "warning"; readonly instance: string; readonly other: IpAddress; readonly warning: Warning }
  | {
      readonly kind: "warning-over";
      readonly instance: string;
      readonly other: IpAddress;
      readonly warning: Warning;
      readonly lasted: Duration;
    }
  /** What happened besides, too often to be told each time. */
  | ({ readonly kind: "repeated"; readonly instance: string } & Untold)
  /** An interface gets many packets that concern nobody here: the kernel drops most of them. */
  | { readonly kind: "flood"; readonly interface: string; readonly news: FloodNews }
  /** A packet for a VRID of ours in the other mode: multicast where unicast is configured, or the reverse. */
  | {
      readonly kind: "unexpected-mode";
      readonly instance: string;
      readonly source: IpAddress;
      readonly received: Mode;
    }
  /** A lower-priority master was heard: "discarded" by a backup that waits to pre-empt, "contested" by a master. */
  | {
      readonly kind: "lower-priority-advert";
      readonly instance: string;
      readonly source: IpAddress;
      readonly priority: number;
      readonly ours: number;
      readonly response: "discarded" | "contested";
    }
  /** Our own source address with our own priority came in from outside: a loop or a clone. */
  | { readonly kind: "own-address-advert"; readonly instance: string; readonly source: IpAddress }
  | {
      readonly kind: "priority-zero-received";
      readonly instance: string;
      readonly source: IpAddress;
      readonly state: "backup" | "master";
    }
  | { readonly kind: "priority-zero-sent"; readonly instance: string }
  | {
      readonly kind: "master-changed";
      readonly instance: string;
      readonly from: IpAddress | undefined;
      readonly to: IpAddress;
    }
  | {
      readonly kind: "interval-learned";
      readonly instance: string;
      readonly source: IpAddress;
      readonly from: Duration;
      readonly to: Duration;
    }
  | {
      readonly kind: "address-list-differs";
      readonly instance: string;
      readonly vrid: number;
      readonly source: IpAddress;
      /** Ours that the advert lacks. */
      readonly missing: readonly IpAddress[];
      /** In the advert, not ours. */
      readonly unexpected: readonly IpAddress[];
      /** How many addresses we have, and how many the advert. */
      readonly expectedCount: number;
      readonly receivedCount: number;
    }
  /** A sender's checksums are of another form than ours: told once for each sender. */
  | {
      readonly kind: "checksum-form";
      readonly instance: string;
      readonly source: IpAddress;
      readonly form: ChecksumForm;
      readonly ours: ChecksumForm;
    }
  /** Another router claims to own the addresses, as this one does (checklist S24). */
  | {
      readonly kind: "owner-conflict";
      readonly instance: string;
      readonly source: IpAddress;
      /** This router gives way although its address is the higher one. */
      readonly conceded: boolean;
    }
  | { readonly kind: "preempt-delay-started"; readonly instance: string; readonly delay: Duration }
  | { readonly kind: "preempt-delay-stopped"; readonly instance: string }
  | { readonly kind: "addresses-set"; readonly instance: string }
  /** No longer master, it keeps what it holds until the successor is there, or at most for that long. */
  | { readonly kind: "addresses-kept"; readonly instance: string; readonly atMost: Duration }
  /** The first advert of the successor, while addresses are kept for it. */
  | { readonly kind: "successor-heard"; readonly instance: string; readonly source: IpAddress }
  | { readonly kind: "addresses-removed"; readonly instance: string }
  /** A process that died had held these, and nobody goes on with them. */
  | { readonly kind: "left-behind"; readonly addresses: readonly VirtualAddress[] }
  | { readonly kind: "address-repaired"; readonly instance: string; readonly address: VirtualAddress }
  /** Somebody else had removed it: of an instance that is master, or static. */
  | ({ readonly kind: "restored"; readonly instance: string | undefined } & Held)
  | {
      readonly kind: "announced";
      readonly instance: string;
      readonly addresses: readonly VirtualAddress[];
      readonly repeat: number;
      readonly reason: AnnouncementReason;
    }
  /** Our own process woke `late` after its deadline: the timeout is not believed until another interval is silent. */
  | { readonly kind: "stalled"; readonly instance: string; readonly late: Duration }
  /** A master sends an advert `late` after its deadline; `count`: since this was last said. */
  | { readonly kind: "late-advert"; readonly instance: string; readonly late: Duration; readonly count: number }
  /** A link has changed, which counts only when it stays so for `delay`. */
  | {
      readonly kind: "link-delayed";
      readonly interface: string;
      readonly state: "up" | "down";
      readonly delay: Duration;
    }
  | { readonly kind: "link-state"; readonly interface: string; readonly state: "up" | "down" | "removed" }
  /**
   * An interface with a virtual MAC address was made, or taken over from a run that was killed, or put back after
   * somebody else had taken it away or down, or removed.
   */
  | {
      readonly kind: "device";
      /** That needs it first. */
      readonly instance: string;
      readonly interface: string;
      readonly change: "created" | "adopted" | "restored" | "removed";
    }
  /** The script's exit differs from the one before. */
  | {
      readonly kind: "script-result";
      readonly script: string;
      readonly outcome: ScriptOutcome;
      readonly output: string;
    }
  /** After rise or fall results in a row. */
  | {
      readonly kind: "script-verdict";
      readonly script: string;
      readonly verdict: "up" | "down";
      readonly outcome: ScriptOutcome;
      readonly output: string;
      /** So many runs in a row have said so. */
      readonly inARow?: number | undefined;
    }
  | { readonly kind: "script-overrun"; readonly script: string }
  | { readonly kind: "file-value"; readonly file: string; readonly from: number; readonly to: number }
  /** A tracked file holds a number that is too large: the one before still counts. */
  | { readonly kind: "file-invalid"; readonly file: string; readonly content: string }
  /** There are enough processes, or not any more; `count` is how many there are. */
  | {
      readonly kind: "process-quorum";
      readonly process: string;
      readonly change: "gained" | "lost";
      readonly count: number;
    }
  /** What a reload has changed in one block of the configuration. */
  | {
      readonly kind: "configuration-changed";
      readonly part: "instance" | "group" | "script";
      readonly name: string;
      readonly changes: readonly ConfigChange[];
    }
  /** Of an order of an operator; `target` is an instance or a sync group, or undefined: all instances. */
  | ({
      readonly kind: "maintenance";
      readonly target: string | undefined;
      readonly by: string;
      readonly reason: string;
    } & MaintenanceNews)
  /** A master has said that it goes, and keeps everything until its successor is heard, or goes on after `atMost`. */
  | { readonly kind: "hand-over-begun"; readonly instance: string; readonly atMost: Duration }
  /** No successor came: it has never ceased to be master. */
  | { readonly kind: "hand-over-failed"; readonly instance: string }
  | { readonly kind: "startup-delayed"; readonly delay: Duration }
  | { readonly kind: "startup-delay-over" }
  | {
      readonly kind: "reloaded";
      readonly added: readonly string[];
      readonly removed: readonly string[];
      readonly changed: readonly string[];
    };
