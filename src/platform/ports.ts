import type { Command } from "../base/command.ts";
import type { Family, IpAddress, Prefix } from "../base/ip-address.ts";
import type { MacAddress } from "../base/mac-address.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { AddressRequest } from "../wire/netlink/address.ts";
import type { PolicyIdentity } from "../wire/netlink/policy-identity.ts";
import type { RouteRequest } from "../wire/netlink/route.ts";
import type { RuleRequest } from "../wire/netlink/rule.ts";
import type { SyncDaemon, Table, TableChange, TableService, TableTimeouts } from "../base/lvs-table.ts";
import type { PacketSelection } from "../wire/packet-selection.ts";

/**
 * What the daemon needs of the operating system, in small interfaces. Each has a Linux implementation and a fake
 * one, and both pass the same contract suite. No call blocks: what a call does is done when it returns, and what
 * happens later arrives through a callback on the event loop.
 */

/** A system call that failed. It is reported on one line and never ends the process by itself. */
export type SystemError = {
  /** The call, such as "sendmsg" or "RTM_NEWADDR". */
  readonly call: string;
  /** Positive errno value. */
  readonly errno: number;
  /** Symbolic name, such as "EADDRNOTAVAIL". */
  readonly code: string;
};

/** "sendmsg: ENETUNREACH" and the like. */
export function printSystemError(error: SystemError): string {
  return `${error.call}: ${error.code}`;
}

/** A SystemError as an exception: opening a resource failed. */
export class SystemException extends Error {
  override readonly name = "SystemException";
  readonly error: SystemError;
  constructor(error: SystemError) {
    super(printSystemError(error));
    this.error = error;
  }
}

/** A port on the path of a fail-over, which must be fast the first time. */
export interface Warmable {
  /** Goes through the port's calls in a form that the kernel refuses: no effect but that the way is known. */
  warm(): void;
}

export interface Clock {
  /** CLOCK_MONOTONIC: since the boot of the machine. */
  now(): Instant;
}

/** One alarm that can be moved: the earliest deadline of everything a process waits for. */
export interface Alarm {
  /**
   * Arms the alarm for `at`, in place of any earlier setting; undefined disarms it. A time that is already past
   * rings at once, but never from inside this call.
   */
  set(at: Instant | undefined): void;
  close(): void;
}
export type OpenAlarm = (ring: () => void) => Alarm;

/** An interface as rtnetlink reports it. */
export type Link = {
  readonly index: number;
  readonly name: string;
  /** Administratively up (IFF_UP). */
  readonly up: boolean;
  /** Has carrier and is usable (IFF_RUNNING). */
  readonly running: boolean;
  readonly loopback: boolean;
  readonly multicast: boolean;
  readonly noArp: boolean;
  /** Undefined for interfaces without a 48-bit hardware address. */
  readonly mac: MacAddress | undefined;
  /** Bytes. */
  readonly mtu: number;
  /** Of a macvlan interface: the index of the one that it is on top of. */
  readonly macvlanBase?: number;
};

/** An address on an interface as rtnetlink reports it. */
export type InterfaceAddress = {
  readonly interfaceIndex: number;
  readonly prefix: Prefix;
  readonly scope: number;
  /** IFA_F_SECONDARY: a later IPv4 address of a subnet that the interface already had. */
  readonly secondary: boolean;
  /** IFA_F_TENTATIVE without IFA_F_OPTIMISTIC, or IFA_F_DADFAILED: cannot be used yet or at all. */
  readonly tentative: boolean;
};

export type NetworkEvent =
  | { readonly kind: "link"; readonly link: Link }
  | { readonly kind: "link-removed"; readonly index: number; readonly name: string }
  | { readonly kind: "address-added"; readonly address: InterfaceAddress }
  | { readonly kind: "address-removed"; readonly address: InterfaceAddress }
  /** A route or rule that is marked as made by keepalived is gone, whoever removed it. Others are not told of. */
  | { readonly kind: "policy-removed"; readonly identity: PolicyIdentity }
  /** Any of these may be gone: more has happened than the kernel keeps events of. */
  | { readonly kind: "policies-unknown" };

/**
 * Watches links and addresses, and the removal of routes and rules. After an overrun of the kernel's queue it reads
 * links and addresses again by itself and reports the differences, so that listeners always end up with the truth.
 * The kernel does not tell of IPv4 routes that go with their interface or with their source address.
 */
export interface NetworkMonitor {
  /** What is known now. Complete from the moment the monitor was opened. */
  links(): readonly Link[];
  addresses(): readonly InterfaceAddress[];
  /** Reads what has already arrived, calling the listener, without waiting for the event loop. */
  drain(): void;
  close(): void;
}
export type OpenNetworkMonitor = (listener: (event: NetworkEvent) => void) => NetworkMonitor;

/** An address, route or rule that this daemon wants in or out of the kernel. */
export type AddressSpec = AddressRequest;
/** `insertion`: where among routes to the same place; undefined: before them. */
export type RouteSpec = RouteRequest & { readonly insertion?: "add" | "append" | undefined };
export type RuleSpec = RuleRequest;
export type NetworkChange =
  | { readonly kind: "add-address" | "remove-address"; readonly address: AddressSpec }
  | { readonly kind: "add-route" | "remove-route"; readonly route: RouteSpec }
  | { readonly kind: "add-rule" | "remove-rule"; readonly rule: RuleSpec };

/** What became of a change: undefined: it was made; "present" or "absent": it was so already. */
export type ChangeResult = SystemError | "present" | "absent" | undefined;

/** An interface with a MAC address of its own on top of another: macvlan in private mode. */
export type MacvlanSpec = {
  readonly name: string;
  readonly baseIndex: number;
  readonly mac: MacAddress;
  /** Number of the interface group; undefined: that of all interfaces, 0. */
  readonly group: number | undefined;
};
export type DeviceChange =
  /** It comes down, so that its settings can be made first. EEXIST when there is an interface of that name. */
  | { readonly kind: "add-macvlan"; readonly macvlan: MacvlanSpec }
  /** EADDRINUSE when another interface on top of the same one has its MAC address. */
  | { readonly kind: "set-up"; readonly interfaceIndex: number }
  /** Of an interface that is gone already (ENODEV) it is a success. */
  | { readonly kind: "remove-device"; readonly interfaceIndex: number };

export interface NetworkConfigurator extends Warmable {
  /**
   * Makes the changes in order, in as few system calls as possible; they are in force when it returns. The result
   * has one entry per change. Adding what is there (EEXIST) and removing what is not (EADDRNOTAVAIL, ESRCH, ENOENT,
   * ENODEV) are successes: the wanted state is reached. IPv6 addresses are added without duplicate address detection
   * unless their flags ask for it. Routes and rules are those of one maker (`protocol`, keepalived when it is not
   * given): those of others are neither found nor removed, but IPv6 has no second route to one place with one metric.
   */
  apply(changes: readonly NetworkChange[]): readonly ChangeResult[];
  /** Makes the change, which is in force when it returns; undefined when the kernel has acknowledged it. */
  changeDevice(change: DeviceChange): SystemError | undefined;
  close(): void;
}
export type OpenNetworkConfigurator = () => NetworkConfigurator;

export type SocketMode = { readonly kind: "multicast"; readonly group: IpAddress } | { readonly kind: "unicast" };

/** A datagram of IP protocol 112, or 51, as it arrived. */
export type ReceivedPacket = {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** IPv4 TTL or IPv6 hop limit. */
  readonly ttl: number;
  /** What follows the IP header: the VRRP message. Valid only until the callback returns. */
  readonly payload: Uint8Array;
  /** The IPv4 header, of authenticated sockets only. Valid only until the callback returns. */
  readonly header?: Uint8Array | undefined;
};

/**
 * A raw socket for protocol 112 on one interface, in one family and mode. Multicast: joined to the group,
 * TTL/hop limit 255, own packets not looped back, and nothing but the group received. IPv4 adverts carry ToS 0xc0.
 * Unicast sockets do not receive multicast packets. An authenticated one, of IPv4, carries protocol 51 and whole IPv4
 * packets: what authenticates them covers their header.
 */
export interface VrrpSocket extends Warmable {
  /**
   * Sends one message, or one packet that is complete but for the header checksum; undefined when the kernel took it.
   * Never blocks: EAGAIN is an error like others. `timeToLive`: 1 to 255, of messages to one machine; else it is 255.
   */
  send(source: IpAddress, destination: IpAddress, payload: Uint8Array, timeToLive?: number): SystemError | undefined;
  /**
   * Hands over what has already arrived, some hundred packets at most, without waiting for the event loop. True: that
   * was all. What a flood leaves over comes with the next call or the next turn of the event loop.
   */
  drain(): boolean;
  /**
   * What is handed over of that which arrives from now on; undefined, as it is at first: everything. What is dropped
   * costs this process nothing.
   */
  select(selection: PacketSelection | undefined): SystemError | undefined;
  close(): void;
}
export type VrrpSocketOptions = {
  readonly interface: string;
  readonly interfaceIndex: number;
  readonly family: Family;
  readonly mode: SocketMode;
  /** Protocol 51 in place of 112. */
  readonly authenticated?: boolean | undefined;
};
/** Throws SystemException. */
export type OpenVrrpSocket = (options: VrrpSocketOptions, receive: (packet: ReceivedPacket) => void) => VrrpSocket;

/** Sends gratuitous ARP (AF_PACKET) and unsolicited neighbour advertisements (raw ICMPv6, hop limit 255). */
export interface Announcer extends Warmable {
  /** One ready Ethernet frame out of the interface. */
  sendFrame(interfaceIndex: number, frame: Uint8Array): SystemError | undefined;
  /** Many small ones in as few system calls as possible, in order. One result for each. */
  sendFrames(interfaceIndex: number, frames: readonly Uint8Array[]): readonly (SystemError | undefined)[];
  /** One ready ICMPv6 message with that source address to that destination, out of the interface. */
  sendIcmp6(
    interfaceIndex: number,
    source: IpAddress,
    destination: IpAddress,
    message: Uint8Array,
  ): SystemError | undefined;
  /** Whether the interface forwards IPv6, which makes its machine a router; false when there is no such interface. */
  forwardsIpv6(interfaceName: string): boolean;
  close(): void;
}
/** Throws SystemException. */
export type OpenAnnouncer = () => Announcer;

/** An Ethernet frame that has passed an interface. */
export type HeardFrame = {
  /** Without the outermost VLAN tag. Valid only until the callback returns. */
  readonly frame: Uint8Array;
  /** Of the outermost VLAN tag, 0 to 4095; undefined: there is none. */
  readonly vlan: number | undefined;
  /** This machine has sent it. */
  readonly isOwn: boolean;
};

/**
 * Hears what routers that stand in for one another say at an interface: the frames that `redundancyProgram` takes, to
 * their groups, to this machine, and from it. Sends nothing, not even a membership: on a switch it is one that says
 * nothing.
 */
export interface FrameListener {
  close(): void;
}
/**
 * `failed` is told when the interface cannot be heard for now, ENETDOWN when it is down or gone; frames come again when
 * it is up again. Throws SystemException: ENODEV when there is no such interface, EPERM without CAP_NET_RAW.
 */
export type OpenFrameListener = (
  interfaceIndex: number,
  hear: (frame: HeardFrame) => void,
  failed: (error: SystemError) => void,
) => FrameListener;

export type ProcessExit = {
  readonly how:
    | { readonly kind: "exited"; readonly status: number }
    | { readonly kind: "signalled"; readonly signal: number; readonly name: string }
    | { readonly kind: "not-started"; readonly error: SystemError };
  /** From start to end. */
  readonly duration: Duration;
  /** The last bytes of standard output and standard error together, at most `outputLimit` bytes. */
  readonly output: string;
};

/** A started program. */
export interface RunningProcess {
  /** Undefined when it could not be started; `done` says why. */
  readonly pid: number | undefined;
  /** Sends a signal to its whole process group; false when it has already ended. */
  signalGroup(signal: number): boolean;
  /** What is left of its group when it ends is killed: those that it has started and that do not listen. */
  killGroupAtEnd(): void;
  /** What it has written so far, as in `ProcessExit`. */
  output(): string;
}

/**
 * Starts programs: own process group, standard input from /dev/null, default signal handling, the working
 * directory /, LD_PRELOAD, LD_LIBRARY_PATH and IFS removed from the environment.
 */
export interface ProcessRunner {
  /** `done` is called exactly once, never from inside this call. */
  start(
    command: Command,
    environment: Readonly<Record<string, string>>,
    done: (exit: ProcessExit) => void,
  ): RunningProcess;
  close(): void;
}

/** How much output of a script is kept for the report of its failure. */
export const outputLimit = 4096;

/**
 * A named pipe (fifo(7)) that is written to, one whole line at a time. Its reader may be slow, or gone: nothing here
 * waits for it.
 */
export interface NamedPipe {
  /**
   * At most `pipeLineLimit` bytes of UTF-8. Undefined when the pipe has taken them; EAGAIN when it is full: then it has
   * taken nothing. What nobody reads stays in it until somebody does, or until the pipe is closed at both ends.
   */
  write(line: string): SystemError | undefined;
  /** Removes it, too, if opening has made it and nobody has put another in its place. */
  close(): void;
}
export type NamedPipeOptions = {
  readonly path: string;
  /** Permission bits, and user and group by number, of a pipe that is made; one that is there keeps its own. */
  readonly mode: number;
  readonly owner: { readonly user: number; readonly group: number } | undefined;
};
/** Throws SystemException: ENXIO when something else than a pipe has that name. */
export type OpenNamedPipe = (options: NamedPipeOptions) => NamedPipe;

/** Bytes that Linux writes to a pipe whole or not at all (PIPE_BUF). */
export const pipeLineLimit = 4096;

/** A place for log lines that never blocks and never throws: a line that cannot be delivered is dropped and counted. */
export interface Syslog {
  /** `severity` 0 (emergency) to 7 (debug). */
  send(severity: number, message: string): void;
  readonly dropped: number;
  close(): void;
}

/** A file that has been watched from the last `watch` on has something else in it; undefined: it cannot be read. */
export type FileListener = (path: string, content: string | undefined) => void;

/** What is in a file now, and why it cannot be watched. */
export type WatchedFile = { readonly content: string | undefined; readonly error: SystemError | undefined };

/** How much of a watched file is read, in bytes. */
export const contentLimit = 256;

/**
 * Watches what is in small files, by absolute paths. A file may be missing, be written in place, be replaced by a
 * rename, and its directory may come later, go away and come back. A file counts as written when the writer closes it.
 */
export interface FileWatcher {
  /**
   * These files, and no others, are watched from now on. Returns what is in each: its first `contentLimit` bytes, or
   * undefined where there is nothing to be read. For a file that was watched before it is what was last known.
   */
  watch(paths: readonly string[]): ReadonlyMap<string, WatchedFile>;
  /**
   * Writes a file, with `overwrite` also where there is one already; not doing so then is a success. Neither waits for
   * anything nor creates directories.
   */
  write(path: string, content: string, overwrite: boolean): SystemError | undefined;
  close(): void;
}
/** Throws SystemException. */
export type OpenFileWatcher = (listener: FileListener) => FileWatcher;

/** Processes that are counted together (keepalived.conf(5), "vrrp_track_process"). */
export type ProcessPattern = {
  /** What the count goes by. */
  readonly name: string;
  /** The name that the kernel has for it; the first word of its command line when that is compared. */
  readonly process: string;
  readonly parameters: readonly string[];
  /**
   * How parameters are compared; any: not at all. Those of the pattern come first with partial; with initial the last
   * may go on.
   */
  readonly match: "any" | "exact" | "partial" | "initial";
  /** Compare the command line even where no parameters matter. */
  readonly fullCommand: boolean;
};

/** How many processes there are, by the name of the pattern. Never called from inside `watch`. */
export type ProcessListener = (counts: ReadonlyMap<string, number>) => void;

/** Counts running processes. What it does in one go takes less than a millisecond. */
export interface ProcessWatcher {
  /**
   * These patterns and no others are watched from now on. The listener is told all counts as soon as every process has
   * been looked at, and from then on those that have changed.
   */
  watch(patterns: readonly ProcessPattern[]): void;
  /** Why changes are found only once a second; undefined: the kernel tells of them at once. */
  readonly obstacle: string | undefined;
  close(): void;
}
/** Throws SystemException. */
export type OpenProcessWatcher = (listener: ProcessListener) => ProcessWatcher;
/** A sysctl of an interface, of all of them, or of those to come: net.ipv4.conf.all.rp_filter and the like. */
export type InterfaceSetting = {
  readonly family: Family;
  /** The name of an interface, "all" or "default". */
  readonly interface: string;
  readonly name: string;
};

/** The sysctls of interfaces (net.ipv4.conf and net.ipv6.conf). */
export interface InterfaceSettings {
  /** Undefined when there is none, as for an interface that is gone or a family that the kernel does not have. */
  get(setting: InterfaceSetting): number | undefined;
  set(setting: InterfaceSetting, value: number): SystemError | undefined;
}

/** An address that is shut; the interface counts for IPv6 link-local ones. */
export type ShutAddress = { readonly address: IpAddress; readonly interfaceIndex: number };
/** A virtual MAC interface and the one that it is on top of. */
export type StackedDevice = { readonly interfaceIndex: number; readonly baseIndex: number };

export type PacketFilterOptions = {
  /** The name of the tables, one of IPv4 and one of IPv6. A table of that name is replaced. */
  readonly table: string;
  /** Of the chains: lower ones come first. */
  readonly priority: number;
  /** Count what the rules catch. */
  readonly counters: boolean;
};

/**
 * Drops packets. Tables appear with the first call that needs them, and again when somebody else has removed them;
 * `close` removes them. What a call could not do is tried again by the next one.
 */
export interface PacketFilter extends Warmable {
  /**
   * Packets to and from these addresses are dropped from now on, but those of neighbour discovery (RFC 4861). In
   * force when it returns. What is shut already stays so. With an empty list the tables are made, for later.
   */
  shut(addresses: readonly ShutAddress[]): SystemError | undefined;
  open(addresses: readonly ShutAddress[]): SystemError | undefined;
  /**
   * These interfaces, and no others, send no IGMP, MLD and router solicitations: memberships are told by the
   * interface below.
   */
  quieten(devices: readonly StackedDevice[]): SystemError | undefined;
  close(): void;
}
/**
 * Throws SystemException. `restored` is called when somebody else has removed the tables (`nft flush ruleset`) and
 * they have been made again, or could not be.
 */
export type OpenPacketFilter = (
  options: PacketFilterOptions,
  restored: (error: SystemError | undefined) => void,
) => PacketFilter;

/**
 * A load balancer in the kernel. Changes that are asked for while earlier ones are under way are made after them, in
 * order; what many of them add up to may be made in one go.
 */
export interface LoadBalancer {
  readonly kind: "ipvs" | "nftables";
  /** Everything that it has, of anybody. Rejects with SystemException. */
  list(): Promise<Table>;
  /**
   * Makes the changes in order. The result has one entry per change. Adding what is there changes it in place, removing
   * what is not is a success. Connections to servers that stay are not disturbed; a change that fails leaves the others
   * alone.
   */
  apply(changes: readonly TableChange[]): Promise<readonly (SystemError | undefined)[]>;
  /** Why it could not serve the service as it is asked for, and what it can do instead; undefined: it can. */
  objection(service: TableService): string | undefined;
  /** Takes away everything, whoever has made it. */
  flush(): Promise<SystemError | undefined>;
  setTimeouts(timeouts: TableTimeouts): Promise<SystemError | undefined>;
  /** What runs from now on; undefined: nothing. */
  setSyncDaemon(daemon: SyncDaemon | undefined): Promise<SystemError | undefined>;
  /** Leaves the table as it is. */
  close(): void;
}
/** Rejects with SystemException: EPROTONOSUPPORT or ENOENT when the kernel has no such balancer. */
export type OpenLoadBalancer = () => Promise<LoadBalancer>;

/** A machine: every port that the vrrp process needs. */
export type MachinePorts = {
  readonly clock: Clock;
  readonly openAlarm: OpenAlarm;
  readonly openNetworkMonitor: OpenNetworkMonitor;
  readonly openNetworkConfigurator: OpenNetworkConfigurator;
  readonly openVrrpSocket: OpenVrrpSocket;
  readonly openAnnouncer: OpenAnnouncer;
  readonly openFileWatcher: OpenFileWatcher;
  readonly openProcessWatcher: OpenProcessWatcher;
  readonly openPacketFilter: OpenPacketFilter;
  readonly interfaceSettings: InterfaceSettings;
  readonly processes: ProcessRunner;
};
