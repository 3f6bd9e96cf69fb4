import type { Family, IpAddress, Prefix } from "../base/ip-address.ts";
import type { Duration } from "../base/time.ts";
import type { RouteEncapsulation as Encapsulation } from "../wire/netlink/route-encapsulation.ts";
import type { RouteRealms as Realms } from "../wire/netlink/route.ts";
import type { RangeRequest as NumberRange, RuleActionRequest as RuleAction } from "../wire/netlink/rule.ts";

/** What a master holds in the kernel, and what is held there all the time (keepalived.conf(5), "Static routes/..."). */

export type VirtualAddress = {
  /** The prefix length is that of the configured address: /32 or /128 when none was given. */
  readonly prefix: Prefix;
  readonly interface: string;
  /** rtnetlink scope: 0 global, 200 site, 253 link, 254 host. */
  readonly scope: number;
  readonly label: string | undefined;
  readonly broadcast: IpAddress | undefined;
  /** The other end of a point-to-point link; the prefix length is then the peer's. */
  readonly peer?: Prefix | undefined;
  /** After this it is no longer chosen as a source; 0: never chosen; undefined: always. */
  readonly preferredLifetime?: Duration | undefined;
  readonly flags?: readonly AddressFlag[] | undefined;
  /** Put on the VMAC of the instance although it names another interface. */
  readonly useVmac?: true | undefined;
  /** `no_track`: its loss is neither repaired nor a fault. */
  readonly untracked?: true | undefined;
};

/** Flags of ip-address(8), by the words of the configuration language. */
export const addressFlags = ["home", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin"] as const;
export type AddressFlag = (typeof addressFlags)[number];

export type VirtualRoute = {
  readonly destination: Prefix;
  readonly gateway: IpAddress | undefined;
  readonly interface: string | undefined;
  readonly source: IpAddress | undefined;
  /** Routing table number; 254 is "main". */
  readonly table: number;
  readonly metric: number | undefined;
  readonly scope: number | undefined;
  /** Undefined: unicast. */
  readonly type?: RouteType | undefined;
  /** Only for packets from there (IPv6). */
  readonly from?: Prefix | undefined;
  /** 0 to 255. */
  readonly tos?: number | undefined;
  /** The table is that of this VRF device. */
  readonly vrf?: string | undefined;
  /** Who made the route, as rtm_protocol; undefined: keepalived (18). */
  readonly protocol?: number | undefined;
  /** The gateway need not be in a network of the interface. */
  readonly onLink?: true | undefined;
  /** Where among routes to the same place; undefined: before them. */
  readonly insertion?: "add" | "append" | undefined;
  readonly metrics?: RouteMetrics | undefined;
  readonly congestionControl?: { readonly name: string; readonly locked: boolean } | undefined;
  /** Explicit congestion notification (`features ecn`). */
  readonly ecn?: true | undefined;
  /** IPv4 only. */
  readonly realms?: Realms | undefined;
  /** RFC 4191 §2.1; IPv6 only. */
  readonly preference?: "low" | "medium" | "high" | undefined;
  /** The kernel removes the route after this; IPv6 only. */
  readonly expires?: Duration | undefined;
  readonly encapsulation?: Encapsulation | undefined;
  /** Whether the TTL goes into the MPLS header. */
  readonly ttlPropagate?: boolean | undefined;
  /** Several ways at once. */
  readonly nexthops?: readonly RouteNexthop[] | undefined;
  readonly untracked?: true | undefined;
};

/** rtm_type in the words of ip-route(8). */
export const routeTypes = [
  "unicast",
  "local",
  "broadcast",
  "anycast",
  "multicast",
  "throw",
  "unreachable",
  "prohibit",
  "blackhole",
  "nat",
  "xresolve",
] as const;
export type RouteType = Exclude<(typeof routeTypes)[number], "unicast">;

/** One of several ways. */
export type RouteNexthop = {
  readonly gateway: IpAddress | undefined;
  readonly interface: string | undefined;
  /** 1 to 256. */
  readonly weight: number;
  readonly onLink: boolean;
  readonly realms: Realms | undefined;
  readonly encapsulation: Encapsulation | undefined;
};

/** Numbers of ip-route(8) in the kernel's units: rtt counts eighths, rttvar quarters of a millisecond, rto_min ms. */
export const routeMetricNames = [
  "mtu",
  "hoplimit",
  "advmss",
  "rtt",
  "rttvar",
  "reordering",
  "window",
  "cwnd",
  "ssthresh",
  "rto_min",
  "initcwnd",
  "initrwnd",
  "quickack",
  "fastopen_no_cookie",
] as const;
export type RouteMetricName = (typeof routeMetricNames)[number];
/** `locked`: the kernel does not change it by what it learns. */
export type RouteMetric = { readonly value: number; readonly locked: boolean };
export type RouteMetrics = { readonly [N in RouteMetricName]?: RouteMetric | undefined };

// What is asked of the kernel just as it is configured.
export type { Encapsulation, NumberRange, Realms, RuleAction };

/** One rule of ip-rule(8): which table is asked for which packets. */
export type VirtualRule = {
  readonly family: Family;
  /** The rule is for the packets that it does not describe. */
  readonly inverted: boolean;
  readonly from: Prefix | undefined;
  readonly to: Prefix | undefined;
  /** Lower numbers are asked first. */
  readonly priority: number;
  readonly action: RuleAction;
  readonly tos: number | undefined;
  readonly mark: { readonly value: number; readonly mask: number | undefined } | undefined;
  readonly realms: Realms | undefined;
  /** Routes with a prefix of this length or a shorter one do not count. */
  readonly suppressPrefixLength: number | undefined;
  /** Routes through an interface of this group do not count. */
  readonly suppressGroup: number | undefined;
  readonly incoming: string | undefined;
  readonly outgoing: string | undefined;
  /** 8 bytes in network order. */
  readonly tunnelId: Uint8Array | undefined;
  readonly users: NumberRange | undefined;
  /** Who made the rule; undefined: keepalived (18). */
  readonly protocol: number | undefined;
  /** 6 TCP, 17 UDP ... */
  readonly ipProtocol: number | undefined;
  readonly sourcePorts: NumberRange | undefined;
  readonly destinationPorts: NumberRange | undefined;
  readonly untracked: boolean;
};

/** Something static; `trackGroup` names the instances that fault when somebody takes it away. */
export type Static<T> = T & { readonly trackGroup: string | undefined };

/** What is in the kernel from start to end, whoever is master. */
export type Statics = {
  readonly addresses: readonly Static<VirtualAddress>[];
  readonly routes: readonly Static<VirtualRoute>[];
  readonly rules: readonly Static<VirtualRule>[];
};

/** `track_group`: instances that depend on something static. */
export type TrackGroup = { readonly name: string; readonly instances: readonly string[] };

/** How an interface is asked for its link, where netlink is not to be trusted; undefined: as it can be. */
export type Linkbeat = { readonly interface: string; readonly method: LinkbeatMethod | undefined };
export const linkbeatMethods = ["MII", "ETHTOOL", "IOCTL"] as const;
export type LinkbeatMethod = (typeof linkbeatMethods)[number];

/** How long a link must have been down or up before that counts. */
export type LinkDelays = { readonly interface: string; readonly down: Duration; readonly up: Duration };

/** The least time between two gratuitous ARPs, and between two unsolicited NAs; undefined: not limited here. */
export type AnnouncementPace = {
  readonly garpInterval: Duration | undefined;
  readonly gnaInterval: Duration | undefined;
};

/** `garp_group`: a pace over all of the interfaces together. */
export type AnnouncementGroup = AnnouncementPace & { readonly interfaces: readonly string[] };
