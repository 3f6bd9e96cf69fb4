import type { MailSettings } from "./mail-settings.ts";
import type { Mail } from "../notify/mail.ts";
import type { Recording } from "../config/reading/recording.ts";

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

/** `releaseAtOnce` is `--release-at-once`; heeded at the start. */
export type VrrpAssignment = Assignment & { readonly releaseAtOnce: boolean };

export type ToVrrpProcess =
  /** To a process on standby, and again after a reload: do what can be done before `configure` comes. */
  | ({ readonly kind: "prepare" } & Preparation)
  | ({ readonly kind: "configure" } & VrrpAssignment)
  | Dump
  /** Give up mastership, remove addresses, run notify_stop, exit with status 0. */
  | { readonly kind: "stop" };

export type CheckersAssignment = Assignment & {
  /** `--lvs-backend`; heeded at the start. */
  readonly backend: BalancerChoice;
  /** `-I`: the table stays at the end. */
  readonly keepsTable: boolean;
  /** There is no vrrp process that starts the reader of the FIFO of everything, and gives tracked files their first content. */
  readonly isAlone: boolean;
};

export type ToCheckersProcess =
  | ({ readonly kind: "configure" } & CheckersAssignment)
  | ({ readonly kind: "instance-state" } & InstanceReport)
  | Dump
  /** Run the scripts of `omega`, give back the table, exit with status 0. */
  | { readonly kind: "stop" };

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
  | FromChild
  /** It has loaded its program and waits for a configuration. */
  | { readonly kind: "loaded" }
  /** All is done that can be done before it is needed. */
  | { readonly kind: "prepared" }
  /** For the checkers process, which has no other way to know. */
  | ({ readonly kind: "instance-state" } & InstanceReport);

export type FromCheckersProcess =
  | FromChild
  /** What balances: sent once, before `ready`. */
  | { readonly kind: "balancer"; readonly balancer: BalancerKind };

/** What every child says. */
type FromChild =
  /** It runs with the configuration that it was given last. */
  | { readonly kind: "ready" }
  /** Its loop turns: sent once a second. */
  | { readonly kind: "alive" }
  /** To be sent as the configuration says. */
  | { readonly kind: "mail"; readonly mail: Mail };

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

/** Exit statuses of a process that must not be restarted (keepalived(8)). */
export const exitStatus = {
  ok: 0,
  fatal: 1,
  configuration: 2,
  missingPermission: 4,
  noConfigurationFile: 6,
  programError: 70,
} as const;
