import type { CheckerConfig } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { RealServer, SorryServer, VirtualServer } from "./config.ts";

/** The server of a virtual server that something is about. Values of the configuration in force. */
export type Member = { readonly virtualServer: VirtualServer; readonly server: RealServer };

/** What has happened to the load balancing, with its causes. Nothing here is worded yet. */
export type LvsEvent =
  /** A checker begins its work. */
  | (Member & { readonly kind: "checker-started"; readonly checker: CheckerConfig })
  /**
   * A single run failed. `remaining`: attempts that are left before the checker is down; 0: it is now, or was already.
   */
  | (Member & {
      readonly kind: "check-failed";
      readonly checker: CheckerConfig;
      readonly reason: CheckFailure;
      readonly remaining: number;
      /** The checker was up. */
      readonly wasUp: boolean;
    })
  /**
   * The checker went from up to down or back. `isFirst`: it is what its first check says, and may have been assumed.
   */
  | (Member & {
      readonly kind: "checker-state";
      readonly checker: CheckerConfig;
      readonly state: "up" | "down";
      /** Of the run that decided. */
      readonly reason: CheckFailure | undefined;
      /** Failed runs beyond the first. */
      readonly retries: number;
      readonly isFirst?: true | undefined;
    })
  /**
   * All checkers of the server are up, or one is not any more. `isFirst`: it is the first thing known about it, which
   * may be what was assumed: a server that starts down and fails its first check, and, with `rs_init_notifies`, one
   * that starts up. `because`: the checker that decided; undefined: the start or the end of the daemon, or a reload.
   */
  | (Member & {
      readonly kind: "server-state";
      readonly state: "up" | "down";
      readonly because: { readonly checker: CheckerConfig; readonly reason: CheckFailure | undefined } | undefined;
      readonly isFirst: boolean;
      readonly cause: "start" | "check" | "stop" | "reload" | "command";
    })
  /**
   * What that meant for the table; "enabled" and "disabled" where its weight is set to 0, or back (inhibit_on_failure).
   * `cause`: it goes or comes with the quorum, or goes because a reload took it, or because of the end; absent: by
   * itself.
   */
  | (Member & {
      readonly kind: "server-added" | "server-removed" | "server-enabled" | "server-disabled";
      readonly cause?: "quorum" | "reload" | "stop" | undefined;
    })
  | (Member & {
      readonly kind: "weight-changed";
      readonly from: number;
      readonly to: number;
      /** Whether it is up. */
      readonly active: boolean;
    })
  /** Weights: of the live servers, and those the configuration asks for. */
  | {
      readonly kind: "quorum";
      readonly virtualServer: VirtualServer;
      readonly state: "gained" | "lost" | "starts-down";
      readonly live: number;
      readonly quorum: number;
      readonly hysteresis: number;
      readonly cause: "check" | "stop" | "start" | "reload" | "command";
    }
  | {
      readonly kind: "sorry-server-added" | "sorry-server-removed";
      readonly virtualServer: VirtualServer;
      readonly sorryServer: SorryServer;
    }
  /** Checks rest because the service's address is not on this machine, or go on because it is (ha_suspend). */
  | { readonly kind: "suspended" | "resumed"; readonly virtualServer: VirtualServer }
  /** A reload brought or took a service. */
  | { readonly kind: "service-added" | "service-removed"; readonly virtualServer: VirtualServer }
  /** Somebody else had changed entries of ours; they were put back. */
  | { readonly kind: "table-repaired"; readonly changes: number };
