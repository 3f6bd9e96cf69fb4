import type { Family, IpAddress } from "../base/ip-address.ts";
import type { CheckerConfig, ScriptCall, TlsClientConfig } from "../check/config.ts";
import type { Forwarding, Persistence, Protocol, Scheduler, SchedulerFlag } from "../base/lvs-table.ts";

/** Everything that load balancing is told. The configuration language builds it. */
export type LoadBalancingConfig = {
  readonly groups: readonly VirtualServerGroup[];
  readonly virtualServers: readonly VirtualServer[];
  /** The SSL block; undefined: there is none. */
  readonly tlsClient: TlsClientConfig | undefined;
};

/** Services that one virtual server becomes at most, whatever the ranges of its group: as many as a /16 has. */
export const maximumGroupServices = 65_536;

/** One `virtual_server_group`: services that share their real servers. */
export type VirtualServerGroup = {
  readonly name: string;
  /** At least one. */
  readonly entries: readonly GroupEntry[];
};

export type GroupEntry =
  | { readonly kind: "addresses"; readonly range: AddressRange; readonly port: number }
  /** The family is undefined where the file names none: it is that of the real servers. */
  | { readonly kind: "mark"; readonly mark: number; readonly family: Family | undefined };

/** Addresses of one family from `first` to `last`, both included; a single one when they are equal. */
export type AddressRange = { readonly first: IpAddress; readonly last: IpAddress };

/** What is balanced. */
export type Service =
  /** Port 0: all ports, of a persistent service. */
  | { readonly kind: "address"; readonly address: IpAddress; readonly port: number; readonly protocol: Protocol }
  /** Packets with a firewall mark, 1 to 4294967295. */
  | { readonly kind: "mark"; readonly mark: number }
  /** Every entry of the group of that name; marks have no protocol, and it is undefined where there is nothing else. */
  | { readonly kind: "group"; readonly group: string; readonly protocol: Protocol | undefined };

/** One `virtual_server` (keepalived.conf(5), "Virtual server(s)"). */
export type VirtualServer = {
  readonly service: Service;
  /** Of the service; undefined: a group whose real servers do not tell. */
  readonly family: Family | undefined;
  readonly scheduler: Scheduler;
  readonly schedulerFlags: readonly SchedulerFlag[];
  /** Entries of the table are found by a hash (`hashed`). */
  readonly hashed: boolean;
  /** Each UDP packet is scheduled for itself (`ops`). */
  readonly onePacket: boolean;
  readonly persistence: Persistence | undefined;
  /** Weight of the live servers below which, less the hysteresis, the quorum is lost. */
  readonly quorum: number;
  /** Below the quorum, or 0. */
  readonly hysteresis: number;
  readonly quorumUp: ScriptCall | undefined;
  readonly quorumDown: ScriptCall | undefined;
  /** The quorum is not there until checks have succeeded. */
  readonly alpha: boolean;
  /** Scripts for what goes down run at the end of the daemon. */
  readonly omega: boolean;
  /** No checks while the address is not on this machine. */
  readonly suspendWithoutAddress: boolean;
  /** Mail when the quorum comes or goes. */
  readonly mail: boolean;
  readonly snmpName: string | undefined;
  /** Takes the place of the real servers without quorum. */
  readonly sorryServer: SorryServer | undefined;
  /** At least one; no two with the same address and port. */
  readonly realServers: readonly RealServer[];
};

export type SorryServer = {
  readonly address: IpAddress;
  /** 0: that of the packet. */
  readonly port: number;
  readonly forwarding: Forwarding;
  /** Weight 0 rather than removal. */
  readonly inhibitOnFailure: boolean;
};

/** One `real_server`, with everything it inherits. */
export type RealServer = {
  readonly address: IpAddress;
  /** 0: that of the packet. */
  readonly port: number;
  readonly forwarding: Forwarding;
  /** 0 to 65535; 0: no new connections. */
  readonly weight: number;
  /** Weight 0 rather than removal. */
  readonly inhibitOnFailure: boolean;
  /** Connections above which it gets no more, and below which it does again; 0: no limit. */
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
  readonly notifyUp: ScriptCall | undefined;
  readonly notifyDown: ScriptCall | undefined;
  /** Down until its checks have succeeded. */
  readonly alpha: boolean;
  /** Mail when it comes or goes. */
  readonly mail: boolean;
  readonly snmpName: string | undefined;
  /** All must succeed; without any it is up. */
  readonly checkers: readonly CheckerConfig[];
};
