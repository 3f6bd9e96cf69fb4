import type { Duration } from "../base/time.ts";
import type { Family, IpAddress, Prefix } from "../base/ip-address.ts";

/** Everything the VRRP engine is told. The configuration language builds it; nothing in it is still text to parse. */
export type VrrpConfig = {
  readonly instances: readonly InstanceConfig[];
  readonly syncGroups: readonly SyncGroupConfig[];
  readonly scripts: readonly ScriptConfig[];
  /** Hold every instance in INIT for this long after the start (`vrrp_startup_delay`); 0: not at all. */
  readonly startupDelay: Duration;
};

/** One `vrrp_instance` (keepalived.conf(5), "VRRP instance(s)"). */
export type InstanceConfig = {
  readonly name: string;
  /** Protocol version; an IPv6 instance is always 3. */
  readonly version: 2 | 3;
  /** Of the adverts and of `addresses`. */
  readonly family: Family;
  /** 1 to 255. */
  readonly vrid: number;
  readonly interface: string;
  /** The `state` keyword: a wish, heeded at once only for an address owner. */
  readonly initialState: "master" | "backup";
  /** Base priority, 1 to 255; 255 is the address owner. */
  readonly priority: number;
  /** Whole seconds in version 2; 10 ms to 40.95 s in version 3. */
  readonly advertInterval: Duration;
  /** Missed adverts before take-over (`down_timer_adverts`), 1 to 100; normally 3. */
  readonly downTimerAdverts: number;
  /** False with `nopreempt`. */
  readonly preempt: boolean;
  /** How long a live lower-priority master is tolerated (`preempt_delay`); 0: not at all. */
  readonly preemptDelay: Duration;
  /** Answer a lower-priority master's advert with one of our own (off with `lower_prio_no_advert`). */
  readonly advertToLowerPriority: boolean;
  readonly transport: Transport;
  /** `mcast_src_ip` or `unicast_src_ip`; undefined: the interface's first address (IPv6: its link-local one). */
  readonly sourceAddress: IpAddress | undefined;
  /** Version 2 only. */
  readonly authentication: Authentication;
  /** Form of the checksum that version 3 sends over IPv4. */
  readonly checksumForm: "pseudo-header" | "message";
  /** `virtual_ipaddress`: carried in the adverts, in this order; all of `family`. */
  readonly addresses: readonly VirtualAddress[];
  /** `virtual_ipaddress_excluded`: held by the master but not advertised; any family. */
  readonly excludedAddresses: readonly VirtualAddress[];
  /** `virtual_routes`: held by the master. */
  readonly routes: readonly VirtualRoute[];
  readonly announcements: AnnouncementConfig;
  readonly trackInterfaces: readonly TrackedInterface[];
  readonly trackScripts: readonly TrackedScript[];
};

export type Transport =
  | { readonly kind: "multicast"; readonly group: IpAddress }
  | { readonly kind: "unicast"; readonly peers: readonly IpAddress[] };

export type Authentication =
  | { readonly kind: "none" }
  /** `password` is 8 bytes, filled with zeros (RFC 2338 §5.3.10). */
  | { readonly kind: "pass"; readonly password: Uint8Array };

export type VirtualAddress = {
  /** The prefix length is that of the configured address: /32 or /128 when none was given. */
  readonly prefix: Prefix;
  readonly interface: string;
  /** rtnetlink scope: 0 global, 200 site, 253 link, 254 host. */
  readonly scope: number;
  readonly label: string | undefined;
  readonly broadcast: IpAddress | undefined;
};

export type VirtualRoute = {
  readonly destination: Prefix;
  readonly gateway: IpAddress | undefined;
  readonly interface: string | undefined;
  readonly source: IpAddress | undefined;
  /** Routing table number; 254 is "main". */
  readonly table: number;
  readonly metric: number | undefined;
  readonly scope: number | undefined;
};

/** When and how often the master tells the neighbours where the addresses are (gratuitous ARP, unsolicited NA). */
export type AnnouncementConfig = {
  /** From becoming master to the second burst; 0: no second burst. */
  readonly delay: Duration;
  /** Announcements of each address per burst, at least 1. */
  readonly repeat: number;
  /** Between refreshes while master; 0: none. */
  readonly refresh: Duration;
  /** Announcements of each address per refresh, at least 1. */
  readonly refreshRepeat: number;
  /** From hearing a lower-priority master to the second burst; 0: no second burst. */
  readonly lowerPriorityDelay: Duration;
  readonly lowerPriorityRepeat: number;
};

/** A weight of 0 makes the tracked object decide between FAULT and not; any other adds to the priority. */
export type Weight = {
  /** -253 to 253. */
  readonly value: number;
  readonly reverse: boolean;
};

export type TrackedInterface = { readonly interface: string; readonly weight: Weight };
export type TrackedScript = { readonly script: string; readonly weight: Weight };

/** One `vrrp_script` that an instance or a group tracks. What it runs is the daemon's business. */
export type ScriptConfig = {
  readonly name: string;
  readonly interval: Duration;
  readonly timeout: Duration;
  /** Successes in a row that make it good, at least 1. */
  readonly rise: number;
  /** Failures in a row that make it bad, at least 1. */
  readonly fall: number;
  /** Counts as failed until it has first succeeded. */
  readonly initFail: boolean;
};

/** One `vrrp_sync_group`: its members are master together or not at all. */
export type SyncGroupConfig = {
  readonly name: string;
  /** Names of existing instances, at least one, none of them in another group. */
  readonly members: readonly string[];
  readonly trackInterfaces: readonly TrackedInterface[];
  readonly trackScripts: readonly TrackedScript[];
};

/** The highest priority: the router that owns the addresses (RFC 9568 §5.2.4). */
export const ownerPriority = 255;
