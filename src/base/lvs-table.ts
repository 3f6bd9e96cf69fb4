import type { Family, IpAddress } from "./ip-address.ts";
import type { Duration } from "./time.ts";

/**
 * What a load balancer in the kernel is told, in the terms of ipvsadm(8): services, and the servers that each has now.
 * Virtual servers of the configuration become one service, or several where a group is meant (src/lvs).
 */

export const protocols = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof protocols)[number];

/** Schedulers of ipvsadm(8). */
export const schedulers = [
  "rr",
  "wrr",
  "lc",
  "wlc",
  "lblc",
  "lblcr",
  "sh",
  "mh",
  "dh",
  "fo",
  "ovf",
  "sed",
  "nq",
  "twos",
] as const;
export type Scheduler = (typeof schedulers)[number];

/** Options of a scheduler (ipvsadm(8), "--sched-flags"). */
export type SchedulerFlag = "flag-1" | "flag-2" | "flag-3" | "sh-port" | "sh-fallback" | "mh-port" | "mh-fallback";

/** How packets get to a real server (ipvsadm(8)). */
export type Forwarding =
  | { readonly method: "NAT" }
  | { readonly method: "DR" }
  | { readonly method: "TUN"; readonly tunnel: Tunnel };

export type Tunnel =
  | { readonly type: "ipip" }
  | { readonly type: "gue"; readonly port: number; readonly checksum: TunnelChecksum }
  | { readonly type: "gre"; readonly checksum: Exclude<TunnelChecksum, "remcsum"> };

export type TunnelChecksum = "nocsum" | "csum" | "remcsum";

/** Connections of a client stay on one real server. */
export type Persistence = {
  /** Whole seconds, 1 to 2678400. */
  readonly timeout: Duration;
  /** Which clients count as one; undefined: each for itself. */
  readonly granularity: Granularity | undefined;
  /** Name of a persistence engine ("sip"). */
  readonly engine: string | undefined;
};

/** An IPv4 mask, whose bits need not be contiguous, or the length of an IPv6 prefix. */
export type Granularity =
  | { readonly family: "ipv4"; readonly mask: IpAddress }
  | { readonly family: "ipv6"; readonly length: number };

/** What tells services apart. A balancer has at most one of each. */
export type TableKey =
  /** Port 0: all ports, of a persistent service. */
  | { readonly kind: "address"; readonly address: IpAddress; readonly port: number; readonly protocol: Protocol }
  /** Packets with a firewall mark, 1 to 4294967295. */
  | { readonly kind: "mark"; readonly mark: number; readonly family: Family };

/** How a service schedules. All of it can be changed in place. */
export type TableSettings = {
  readonly scheduler: Scheduler;
  readonly schedulerFlags: readonly SchedulerFlag[];
  readonly hashed: boolean;
  readonly onePacket: boolean;
  readonly persistence: Persistence | undefined;
};

export type TableService = {
  readonly key: TableKey;
  readonly settings: TableSettings;
  /** No two with the same address and port. */
  readonly servers: readonly TableServer[];
};

/** A destination. All but address and port can be changed in place, which leaves its connections alone. */
export type TableServer = {
  readonly address: IpAddress;
  /** 0: that of the packet. */
  readonly port: number;
  readonly forwarding: Forwarding;
  /** 0 to 65535; 0: no new connections. */
  readonly weight: number;
  /** Connections above which it gets no more, and below which it does again; 0: no limit. */
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
};

/** In the order of the configuration. */
export type Table = readonly TableService[];

/** One step of a table to another; they are made in order. */
export type TableChange =
  /** Without servers: these are added one by one. */
  | { readonly kind: "add-service" | "edit-service"; readonly key: TableKey; readonly settings: TableSettings }
  /** With all servers it has. */
  | { readonly kind: "remove-service"; readonly key: TableKey }
  | { readonly kind: "add-server" | "edit-server"; readonly key: TableKey; readonly server: TableServer }
  | {
      readonly kind: "remove-server";
      readonly key: TableKey;
      readonly server: Pick<TableServer, "address" | "port">;
    };

/** The connection synchronisation daemon (ipvsadm(8), "--start-daemon"). */
export type SyncDaemon = {
  /** master: sends the connections of this machine; backup: takes in those of another. */
  readonly role: "master" | "backup";
  readonly interface: string;
  /** 0 to 255. */
  readonly id: number;
  /** Bytes of a message; undefined: the kernel's choice. */
  readonly maximumLength: number | undefined;
  readonly group: IpAddress | undefined;
  readonly port: number | undefined;
  readonly timeToLive: number | undefined;
};

/** How long connections without packets are kept; undefined: as it is. */
export type TableTimeouts = {
  readonly tcp: Duration | undefined;
  readonly tcpFin: Duration | undefined;
  readonly udp: Duration | undefined;
};

/** "tcp 192.0.2.1 80" and the like: equal for equal keys only. */
export function printTableKey(key: TableKey): string {
  return key.kind === "mark"
    ? `mark ${key.mark} ${key.family}`
    : `${key.protocol.toLowerCase()} ${key.address.toString()} ${key.port}`;
}
