import type { SupervisorEvent } from "../../supervisor/events.ts";
import type { VrrpEvent } from "../../vrrp/events.ts";
import type { Plain } from "./plain.ts";

/** Who has seen it happen. */
export type ProcessName = "supervisor" | "vrrp" | "checkers";

/** When and where something happened. */
export type Stamp = {
  /** Microseconds of the Unix epoch. */
  readonly wall: number;
  /** Microseconds of CLOCK_MONOTONIC: what order and intervals are to be told by. */
  readonly monotonic: number;
  readonly process: ProcessName;
  readonly pid: number;
  /** Entries of long lists in the event that were left out; undefined: none. */
  readonly omitted?: number | undefined;
};

/** What a process has to tell, as it comes out of it. */
export type Reported =
  | { readonly process: "vrrp"; readonly event: Plain<VrrpEvent> | ProgramReport | TrackerReport }
  | { readonly process: "checkers"; readonly event: LvsReport | ProgramReport }
  | { readonly process: "supervisor"; readonly event: Plain<SupervisorEvent> | SupervisorReport };

/**
 * An event of the load balancing, by names: "[192.0.2.1]:tcp:80". What else there is to it depends on `kind`, which is
 * one of LvsEvent.
 */
export type LvsReport = {
  readonly kind: string;
  readonly service?: string | undefined;
  readonly server?: string | undefined;
  readonly checker?: string | undefined;
  readonly details: Readonly<Record<string, string | number | boolean>>;
};

/** A notify script, a script of a quorum and the like has been run. Checks are told of when they change their mind. */
export type ProgramReport = {
  readonly kind: "program-run";
  /** "notify_master of VI_1" */
  readonly purpose: string;
  readonly instance?: string | undefined;
  readonly words: readonly string[];
  /** In words: "status 1", "SIGKILL", "ENOENT"; undefined: it succeeded. */
  readonly failure: string | undefined;
  /** Microseconds. */
  readonly duration: number;
  /** The last lines, of a run that failed. */
  readonly output: readonly string[];
};

/** A `vrrp_script` cannot be run, or can again: what tracks it counts it as good while that is so. */
export type TrackerReport =
  | {
      readonly kind: "tracker-disabled";
      readonly script: string;
      /** "Script /usr/local/bin/check is not executable - disabling; chmod +x it" */
      readonly why: string;
      /** The first of the instances and groups that track it. */
      readonly trackedBy: readonly string[];
    }
  /** A reload has mended it, or nothing tracks it any more. */
  | { readonly kind: "tracker-enabled"; readonly script: string };

/** What the supervisor has to tell besides its events. */
export type SupervisorReport =
  | { readonly kind: "daemon-started"; readonly version: string; readonly configuration: string }
  | { readonly kind: "daemon-stopped"; readonly status: number }
  | { readonly kind: "configuration-refused"; readonly findings: readonly string[] }
  /** Records that a process could not get rid of, or that it had not told when it died. */
  | { readonly kind: "records-lost"; readonly of: ProcessName; readonly count: number }
  /** Somebody has told the daemon to do something. What it changes is told after `begun`, and then what came of it. */
  | {
      readonly kind: "command";
      readonly command: string;
      readonly user: string;
      readonly result: "begun" | "done" | "refused";
      readonly text: string;
    };

/** One step of why: what happened, and behind it, in the next link, why that did. */
export type CauseLink = {
  /** Of a Cause, a FaultReason, an event, or a command. */
  readonly kind: string;
  /** In words: "script chk_http failed: status 1". */
  readonly text: string;
  /** Fields of the packet, status and output of the script, the command and its user. */
  readonly details: Readonly<Record<string, string | number | boolean | readonly string[]>>;
};

/** One event as it is kept, sent and shown. */
export type EventRecord = Stamp &
  Reported & {
    /** One more than that of the record before, over all restarts of the daemon. */
    readonly id: number;
    /** The instance, group, script, interface or service that it is about; undefined: the daemon. */
    readonly subject: string | undefined;
    readonly severity: "info" | "notice" | "warning" | "error";
    /** One sentence. */
    readonly text: string;
    /** From what was seen to what began it; empty: there is nothing behind it. */
    readonly causes: readonly CauseLink[];
  };
