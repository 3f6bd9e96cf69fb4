import type { Duration } from "../base/time.ts";
import type { Family, IpAddress } from "../base/ip-address.ts";
import type {
  AnnouncementGroup,
  AnnouncementPace,
  Linkbeat,
  LinkDelays,
  Statics,
  TrackGroup,
  VirtualAddress,
  VirtualRoute,
  VirtualRule,
} from "./network-config.ts";

export type { VirtualAddress, VirtualRoute, VirtualRule } from "./network-config.ts";

/** Everything the VRRP engine is told. The configuration language builds it; nothing in it is still text to parse. */
export type VrrpConfig = {
  readonly instances: readonly InstanceConfig[];
  readonly syncGroups: readonly SyncGroupConfig[];
  readonly scripts: readonly ScriptConfig[];
  /** The `track_file` blocks that something tracks; absent: none. */
  readonly trackFiles?: readonly TrackFileConfig[] | undefined;
  /** The `vrrp_track_process` blocks that something tracks; absent: none. */
  readonly trackProcesses?: readonly TrackProcessConfig[] | undefined;
  /** Hold every instance in INIT for this long after the start (`vrrp_startup_delay`); 0: not at all. */
  readonly startupDelay: Duration;
  /** The same, counted from the boot of the machine (`vrrp_delay_after_boot`): the later end counts. */
  readonly delayAfterBoot?: Duration | undefined;
  /** Report adverts of virtual routers that are not configured (`log_unknown_vrids`). */
  readonly logsUnknownVrids?: true | undefined;
  /** The least time between two announcements on an interface that no announcement group has. */
  readonly announcementPace?: AnnouncementPace | undefined;
  readonly statics?: Statics | undefined;
  readonly trackGroups?: readonly TrackGroup[] | undefined;
  readonly linkbeats?: readonly Linkbeat[] | undefined;
  readonly linkDelays?: readonly LinkDelays[] | undefined;
  readonly announcementGroups?: readonly AnnouncementGroup[] | undefined;
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
  /** Any version; absent: no trailer. */
  readonly hmac?: HmacConfig | undefined;
  /** Form of the checksum that version 3 sends over IPv4. */
  readonly checksumForm: "pseudo-header" | "message";
  /** `virtual_ipaddress`: carried in the adverts, in this order; all of `family`. */
  readonly addresses: readonly VirtualAddress[];
  /** `virtual_ipaddress_excluded`: held by the master but not advertised; any family. */
  readonly excludedAddresses: readonly VirtualAddress[];
  /** `virtual_routes`: held by the master. */
  readonly routes: readonly VirtualRoute[];
  /** `virtual_rules`: held by the master. */
  readonly rules?: readonly VirtualRule[] | undefined;
  readonly announcements: AnnouncementConfig;
  /** Announcements on the other interfaces of the addresses (`garp_extra_if`); absent: as `global_defs` says. */
  readonly extraAnnouncements?: ExtraAnnouncementConfig | undefined;
  readonly trackInterfaces: readonly TrackedInterface[];
  readonly trackScripts: readonly TrackedScript[];
  readonly trackFiles?: readonly TrackedFile[] | undefined;
  readonly trackProcesses?: readonly TrackedProcess[] | undefined;
  readonly trackSessions?: readonly TrackedSession[] | undefined;
  /** How the instance sits on its interface; absent: plainly. */
  readonly device?: DeviceConfig | undefined;
  /** What else was said about how adverts travel; absent: nothing. */
  readonly delivery?: DeliveryConfig | undefined;
  /** What else was said about its conduct; absent: nothing. */
  readonly conduct?: ConductConfig | undefined;
};

export type Transport =
  | { readonly kind: "multicast"; readonly group: IpAddress }
  | { readonly kind: "unicast"; readonly peers: readonly IpAddress[] };

export type Authentication =
  | { readonly kind: "none" }
  /** `password` is 8 bytes, filled with zeros (RFC 2338 §5.3.10). */
  | { readonly kind: "pass"; readonly password: Uint8Array }
  /** An authentication header (`auth_type AH`), IPv4 only; `password` is its key, 8 bytes as above. */
  | { readonly kind: "header"; readonly password: Uint8Array };

/** A trailer with an HMAC-SHA256 over the advert and a sequence number (`auth_hmac`). What is absent was not given. */
export type HmacConfig = {
  readonly keys: readonly HmacKey[];
  /** Id of the key that adverts are signed with. */
  readonly activeKey: number;
  /** What the sequence numbers are made of. */
  readonly antiReplay?: "time" | "monotonic" | undefined;
  /** How far the clocks may be apart, 1 to 300 s; absent: three advert intervals, and at least 5 s. */
  readonly timeWindow?: Duration | undefined;
  readonly mode?: "enforce" | "permissive" | "receive-only" | undefined;
};

/** `id` is 1 to 255, a secret in the configuration itself 32 to 64 bytes long. */
export type HmacKey = { readonly id: number; readonly secret: Uint8Array | { readonly path: string } };

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

/** `all`: not only where the interface has a virtual MAC address; an interval of 0 switches them off. */
export type ExtraAnnouncementConfig = { readonly interval: Duration; readonly all: boolean };

/** What is absent was not given. */
export type DeviceConfig = {
  /** The VRF of a unicast instance without an interface. */
  readonly vrf?: string | undefined;
  readonly virtualMac?: VirtualMacConfig | undefined;
  /** Virtual MAC addresses on the other interfaces of the addresses too (`use_vmac_addr`). */
  readonly virtualMacForAddresses?: true | undefined;
  /** Adverts leave by the interface below the one with the virtual MAC address (`vmac_xmit_base`). */
  readonly transmitFromBase?: true | undefined;
  readonly ipvlan?: IpvlanConfig | undefined;
  readonly promoteSecondaries?: true | undefined;
  /** The loss of the interface is no fault (`dont_track_primary`). */
  readonly ignoreInterfaceFaults?: true | undefined;
  /** Bytes (`kernel_rx_buf_size`). */
  readonly receiveBuffer?: number | undefined;
};

/** `use_vmac`: a macvlan interface with the MAC address of the virtual router (RFC 9568 §7.3). */
export type VirtualMacConfig = {
  /** Undefined: "vrrp." or "vrrp6." and the VRID. */
  readonly interface: string | undefined;
  /** Six octets, or five before the VRID; undefined: 00:00:5e:00:01 (IPv6: 00:00:5e:00:02) before the VRID. */
  readonly octets: readonly number[] | undefined;
  readonly netlinkNotify: boolean;
  /** Number of the interface group. */
  readonly group: number | undefined;
};

/** `use_ipvlan`: an interface with an address of its own above the instance's. */
export type IpvlanConfig = {
  readonly interface: string | undefined;
  readonly address: IpAddress | undefined;
  readonly mode: "bridge" | "private" | "vepa" | undefined;
  readonly group: number | undefined;
};

/** What is absent was not given. */
export type DeliveryConfig = {
  /** A missing source address is a fault (`track_src_ip`). */
  readonly trackSourceAddress?: true | undefined;
  /** Only peers are heard (`check_unicast_src`). */
  readonly checkSource?: true | undefined;
  /** Time to live of unicast adverts, 0 to 255. */
  readonly timeToLive?: number | undefined;
  /** A unicast instance without peers is in FAULT. */
  readonly faultWithoutPeers?: true | undefined;
  /** The unicast checksum of versions up to 1.3.6; absent: it is found out. */
  readonly oldChecksum?: "always" | "never" | undefined;
  /** Of the peers that have limits. */
  readonly peerLimits?: readonly PeerLimits[] | undefined;
};

/** The time to live that adverts from a peer must arrive with, each 0 to 255. */
export type PeerLimits = {
  readonly peer: IpAddress;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
};

/** What is absent was not given. */
export type ConductConfig = {
  /** Held to the RFC (`strict_mode`, else `vrrp_strict`). */
  readonly strict?: boolean | undefined;
  /** Whether packets to the addresses are let in; absent: except in strict mode. */
  readonly accept?: boolean | undefined;
  /**
   * Fall back to BACKUP after having been asleep too long (`timer_expired_backup`); the number is the highest priority
   * of the others, 1 to 254.
   */
  readonly expiredTimerBackup?: number | undefined;
  readonly higherPrioritySendAdvert?: boolean | undefined;
  readonly ownerIgnoresAdverts?: true | undefined;
  readonly skipCheckAdvertAddresses?: boolean | undefined;
};

/** A weight of 0 makes the tracked object decide between FAULT and not; any other adds to the priority. */
export type Weight = {
  /** -253 to 253; of files and processes -254 to 254. */
  readonly value: number;
  readonly reverse: boolean;
};

export type TrackedInterface = { readonly interface: string; readonly weight: Weight };
export type TrackedScript = { readonly script: string; readonly weight: Weight };
/** Weights are -254 to 254; `inherited`: it is that of the `track_file` block. */
export type TrackedFile = { readonly file: string; readonly weight: Weight; readonly inherited?: true | undefined };
/** Weights are -254 to 254. */
export type TrackedProcess = { readonly process: string; readonly weight: Weight };
/** A BFD session. */
export type TrackedSession = { readonly session: string; readonly weight: Weight };

/**
 * One `track_file`: a file with a number in it. The number times the weight is added to the priority; -254 and less
 * is a fault. A weight of 0 makes every other number than 0 a fault.
 */
export type TrackFileConfig = {
  readonly name: string;
  readonly path: string;
  /** What the file gets at the start; undefined: it is left alone. */
  readonly initial: InitialContent | undefined;
  /** For trackers that give none of their own, -254 to 254. */
  readonly weight: Weight;
};

/** `overwrite`: even if there is something in the file already. */
export type InitialContent = { readonly value: number; readonly overwrite: boolean };

/** One `vrrp_track_process`: how many processes of a name there must be. */
export type TrackProcessConfig = {
  readonly name: string;
  readonly process: string;
  readonly parameters: readonly string[];
  /**
   * exact: these parameters and no others; partial: these come first; initial: the last one may be longer; any: there
   * is nothing to compare.
   */
  readonly match: "any" | "exact" | "partial" | "initial";
  /** Compare the whole command line rather than the name that the kernel knows. */
  readonly fullCommand: boolean;
  /** 1 to 65535. */
  readonly quorum: number;
  readonly quorumMaximum: number | undefined;
  /** From there being enough to counting as up, 0 to 3600 s. */
  readonly forkDelay: Duration;
  /** From there being too few to counting as down, 0 to 3600 s. */
  readonly terminateDelay: Duration;
  /** For trackers that give none of their own, -254 to 254. */
  readonly weight: Weight;
};

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
  readonly trackFiles?: readonly TrackedFile[] | undefined;
  readonly trackProcesses?: readonly TrackedProcess[] | undefined;
  readonly trackSessions?: readonly TrackedSession[] | undefined;
  /** Weighted tracking of the members counts (`sync_group_tracking_weight`). */
  readonly keepsWeights?: true | undefined;
};

/** The highest priority: the router that owns the addresses (RFC 9568 §5.2.4). */
export const ownerPriority = 255;
