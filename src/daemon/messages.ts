import type { MailSettings } from "./mail-settings.ts";
import type { Mail } from "../notify/mail.ts";
import type { Recording } from "../config/reading/recording.ts";
import type { Command, Refusal } from "../status/live/control-protocol.ts";
import type { Reported, Stamp } from "../status/live/event-record.ts";
import type { StatusPart } from "../status/live/status-document.ts";
import type { WeightOverride } from "../lvs/weight-overrides.ts";
import type { MaintenanceOrder } from "../vrrp/maintenance.ts";
import type { StoodWarning } from "../vrrp/recollection.ts";

export type { StatusPart } from "../status/live/status-document.ts";

/**
 * What the supervisor and its children say to each other, over Node's IPC channel. The channel itself is the life line:
 * when it closes without a `stop` before it, the other side has died.
 */

/**
 * The configuration as the supervisor read it, with all that its meaning depends on besides the machine's state, so
 * that every process sees the same.
 */
export type ConfigurationSource = {
  readonly path: string;
  readonly text: string;
  /** Undefined: there are no other files. */
  readonly recording?: Recording | undefined;
  /** `-s`: in place of the configuration's `net_namespace`. */
  readonly namespace?: string | undefined;
};

/** What a process on standby can know before it is needed. */
export type Preparation = {
  /** Counts the configurations of a supervisor: what was interpreted of the same one need not be again. */
  readonly generation: number;
  readonly source: ConfigurationSource;
  /** The process that it may have to replace. */
  readonly serving: number;
};

/** What a child is to be at work with: at its start, and again for each reload. */
export type Assignment = {
  /** As of `prepare`. */
  readonly generation: number;
  readonly source: ConfigurationSource;
  readonly logging: LoggingOptions;
  /** A process that came before this one has been configured: it is not the daemon that starts. */
  readonly isReplacement: boolean;
  /** `-u`, for files that are made. */
  readonly umask?: number | undefined;
  /** `-d`: write what is configured to the log. */
  readonly describe?: boolean | undefined;
  /** What tells this daemon from others in the log: "_blue_one". */
  readonly identity?: string | undefined;
  /** A path of the network namespace that the supervisor has left; undefined: it is where it was started. */
  readonly outerNamespace?: string | undefined;
  /** Where a process that replaces this one finds what it needs to know. */
  readonly stateDirectory: string;
};

/** Write a file about the state. */
type Dump = { readonly kind: "dump"; readonly what: DumpRequest };

/** A question or a command of somebody at the status socket; `id` comes back with what is said to it. */
type Ask =
  | { readonly kind: "ask"; readonly id: number }
  | { readonly kind: "command"; readonly id: number; readonly command: Command; readonly user: string };

/** What either worker can be told. */
export type ToWorker =
  | Dump
  | Ask
  /**
   * Exit with status 0. The vrrp process first gives up mastership, removes addresses and runs notify_stop; the
   * checkers process first runs the scripts of `omega` and gives back the table.
   */
  | { readonly kind: "stop" };

/** `releaseAtOnce` is `--release-at-once`, `record` is `--record`; heeded at the start. */
export type VrrpAssignment = Assignment & {
  readonly releaseAtOnce: boolean;
  readonly record: boolean;
  /** As of `maintenance`. */
  readonly maintenance: readonly MaintenanceOrder[];
  /** What a process that has died has told and not taken back; heeded at the start. */
  readonly warnings?: readonly StoodWarning<string>[];
};

export type ToVrrpProcess =
  /** To a process on standby, and again after a reload: do what can be done before `configure` comes. */
  | ({ readonly kind: "prepare" } & Preparation)
  | ({ readonly kind: "configure" } & VrrpAssignment)
  | ToWorker
  /** Who is withheld, all of it; `result` says what has come of an order that is tentative. */
  | { readonly kind: "maintenance"; readonly id: number; readonly orders: readonly MaintenanceOrder[] }
  /** As the warnings of `configure`: what was still on its way then. */
  | { readonly kind: "recall"; readonly warnings: readonly StoodWarning<string>[] };

export type CheckersAssignment = Assignment & {
  /** `--lvs-backend`; heeded at the start. */
  readonly backend: BalancerChoice;
  /** `-I`: the table stays at the end. */
  readonly keepsTable: boolean;
  /**
   * There is no vrrp process that starts the reader of the FIFO of everything, and gives tracked files their first
   * content.
   */
  readonly isAlone: boolean;
  /** As of `overrides`. */
  readonly overrides: readonly WeightOverride[];
};

export type ToCheckersProcess =
  | ({ readonly kind: "configure" } & CheckersAssignment)
  | ({ readonly kind: "instance-state" } & InstanceReport)
  | ToWorker
  /** Weights as operators want them, all of them; answered with a `result` when the table has them. */
  | { readonly kind: "overrides"; readonly id: number; readonly overrides: readonly WeightOverride[] };

/** The words of `--lvs-backend`. */
export const balancerChoices = ["auto", "ipvs", "nftables"] as const;
export type BalancerChoice = (typeof balancerChoices)[number];
export type BalancerKind = Exclude<BalancerChoice, "auto">;

/** How it is with the instance that `lvs_sync_daemon` names; undefined: there is none of that name. */
export type InstanceReport = {
  readonly instance: string;
  readonly state: "MASTER" | "BACKUP" | "FAULT" | undefined;
};

/** The files that signals ask for (keepalived(8), "SIGNALS"). */
export type DumpRequest = "data" | "statistics" | "statistics-clear" | "json";

export type FromVrrpProcess =
  | FromWorker
  /** It has loaded its program and waits for a configuration. */
  | { readonly kind: "loaded" }
  /** All is done that can be done before it is needed. */
  | { readonly kind: "prepared" }
  /** For the checkers process, which has no other way to know. */
  | ({ readonly kind: "instance-state" } & InstanceReport);

export type FromCheckersProcess =
  | FromWorker
  /** What balances: sent once, before `ready`. */
  | { readonly kind: "balancer"; readonly balancer: BalancerKind };

/** What either worker says. */
export type FromWorker =
  /** It runs with the configuration that it was given last. */
  | { readonly kind: "ready" }
  /** Its loop turns: sent once a second. */
  | { readonly kind: "alive" }
  /** To be sent as the configuration says. */
  | { readonly kind: "mail"; readonly mail: Mail }
  | News;

/** What a child has to tell about itself, unasked or in answer. */
export type News =
  /** What has happened, in order. `lost`: so many before these could not be kept. */
  | { readonly kind: "events"; readonly events: readonly StampedEvent[]; readonly lost: number }
  /** A part of the answer to `ask`, so small that the loop is not held; all parts together are what it knows. */
  | { readonly kind: "answer"; readonly id: number; readonly part: StatusPart; readonly isLast: boolean }
  /** What has come of a command: lines for people, or why not. */
  | { readonly kind: "result"; readonly id: number; readonly result: readonly string[] | Refusal };

export type StampedEvent = Stamp & Reported;

export type MailTask = {
  readonly id: number;
  readonly mail: Mail;
  /** When it was written: milliseconds of the Unix epoch. */
  readonly at: number;
};

/** What the supervisor says to the process that sends mails; the channel closes when there are no more. */
export type ToMailer = { readonly settings: MailSettings; readonly task: MailTask };

/** `failure` is for the log, "not sent: ..."; undefined: the relay has taken it for everybody. */
export type FromMailer = { readonly id: number; readonly failure?: string | undefined };

/** `-D`, `-l`, `-G` and `-S` of the command line. */
export type LoggingOptions = {
  /** Detailed messages (`-D`). */
  readonly detail: boolean;
  /** Lines on standard error as well (`-l`). */
  readonly console: boolean;
  /** Lines to /dev/log (off with `-G`). */
  readonly syslog: boolean;
  /** Syslog facility number, 0 to 23; 3 is daemon. */
  readonly facility: number;
};

/** What the observer process is to serve, and to whom. */
export type ObserverAssignment = {
  /** An IP address, and a port. */
  readonly host: string;
  readonly port: number;
  /** Only programs of this machine can reach it: what is read needs no token. */
  readonly isLoopback: boolean;
  /** What a client proves with that it may read, where that needs proof, and command; undefined: nobody may command. */
  readonly token: string | undefined;
  /** The pages of other nodes: URLs without a slash at the end. */
  readonly peers: readonly string[];
};

/** At the start, and again for each reload: then the address stays, and the token is as the file has it now. */
export type ToObserver = { readonly kind: "configure" } & ObserverAssignment;

/** It has no way to the log of its own. */
export type FromObserver =
  | { readonly kind: "ready" }
  | { readonly kind: "alive" }
  | { readonly kind: "log"; readonly message: string; readonly isTrouble: boolean };

/** Exit statuses of a process that must not be restarted (keepalived(8)). */
export const exitStatus = {
  ok: 0,
  fatal: 1,
  configuration: 2,
  missingPermission: 4,
  noConfigurationFile: 6,
  programError: 70,
} as const;
