import type { SyncDaemon, TableKey } from "../base/lvs-table.ts";
import type { Instant } from "../base/time.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { CheckerState } from "./checker-state.ts";
import type { RealServer, VirtualServer } from "./config.ts";
import type { QuorumState } from "./quorum.ts";
import type { RealServerState } from "./real-server-state.ts";
import type { VirtualServerState } from "./virtual-server-state.ts";
import type { WeightOverride } from "./weight-overrides.ts";
import { tableWeight } from "./wanted-servers.ts";

/** What load balancing does at one moment, for people to read (keepalived_check.data). */
export type LvsStatus = {
  /** In the order of the configuration. */
  readonly services: readonly ServiceStatus[];
  /** The one that is to run; undefined: none. */
  readonly syncDaemon: SyncDaemon | undefined;
};

export type ServiceStatus = {
  readonly virtualServer: VirtualServer;
  /** What it is in the table. */
  readonly keys: readonly TableKey[];
  readonly quorum: QuorumState;
  /** Weight of the servers that are up. */
  readonly live: number;
  /** Weight that the configuration gives all of them. */
  readonly total: number;
  /** Servers that are up. */
  readonly upCount: number;
  /** The sorry server has the place of the real servers. */
  readonly isSorry: boolean;
  /** Checks rest, as the address is not on this machine. */
  readonly isSuspended: boolean;
  /** When the quorum came or went. */
  readonly lastTransition: Instant | undefined;
  readonly servers: readonly ServerStatus[];
};

export type ServerStatus = {
  readonly server: RealServer;
  readonly state: "up" | "down";
  /** 0 to 65535: what the configuration gives, with what the checkers make of it. */
  readonly effectiveWeight: number;
  /** In the table; undefined: it is not there. */
  readonly tableWeight: number | undefined;
  /** What an operator has said about it. */
  readonly override?: WeightOverride | undefined;
  readonly lastTransition: Instant | undefined;
  readonly checkers: readonly CheckerStatus[];
};

export type CheckerStatus = {
  readonly checker: CheckerConfig;
  readonly state: "up" | "down";
  /** A check has ended; before that the state is what was assumed. */
  readonly isKnown: boolean;
  readonly isRunning: boolean;
  /** When the next run starts; undefined: one is under way, or none is to be. */
  readonly nextRun: Instant | undefined;
  /** Runs that have ended, and those of them that failed. */
  readonly runs: number;
  readonly failures: number;
  /** Failures in a row of a checker that is still up. */
  readonly retries: number;
  readonly lastFailure: { readonly at: Instant; readonly reason: CheckFailure } | undefined;
  readonly lastTransition: Instant | undefined;
};

export function serviceStatus(service: VirtualServerState): ServiceStatus {
  const { config, keys, quorum, live, isSorry, isSuspended, lastTransition, servers } = service;
  return {
    virtualServer: config,
    keys,
    quorum,
    live,
    total: config.realServers.reduce((total, { weight }) => total + weight, 0),
    upCount: servers.filter(({ health }) => health.state === "up").length,
    isSorry,
    isSuspended,
    lastTransition,
    servers: servers.map((server) => serverStatus(service, server)),
  };
}

function serverStatus(service: VirtualServerState, server: RealServerState): ServerStatus {
  const { config, health, lastTransition, checkers } = server;
  // What is at its place while the sorry server serves there is not it.
  const entry = service.isSorry && !config.inhibitOnFailure ? undefined : service.entryOf(server);
  return {
    server: config,
    state: health.state,
    effectiveWeight: tableWeight(health.weight),
    tableWeight: entry?.weight,
    override: server.override,
    lastTransition,
    checkers: checkers.map(checkerStatus),
  };
}

function checkerStatus(checker: CheckerState): CheckerStatus {
  const { config, health, isRunning, deadline, retries, history } = checker;
  return { checker: config, ...health, isRunning, nextRun: deadline, retries, ...history };
}
