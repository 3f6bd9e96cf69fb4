import type { Command } from "../base/command.ts";
import type { IpAddress } from "../base/ip-address.ts";
import type { Duration } from "../base/time.ts";
import type { ExtraAnnouncementConfig } from "../vrrp/config.ts";
import type { Account } from "./account.ts";

/**
 * What `global_defs` and the single words outside all blocks say, by subject. A property that is absent was not
 * given: the tables of keywords say what holds then.
 */
export type GlobalConfig = {
  /** `router_id`; undefined: the host name. */
  readonly routerId: string | undefined;
  readonly mail: MailConfig;
  readonly scripts: ScriptsConfig;
  readonly processes: ProcessesConfig;
  readonly reload: ReloadConfig;
  readonly files: FilesConfig;
  readonly namespaces: NamespacesConfig;
  readonly interfaces: InterfacesConfig;
  readonly vrrp: VrrpGlobalConfig;
  readonly lvs: LvsGlobalConfig;
  readonly notifyFifos: NotifyFifosConfig;
  readonly firewall: FirewallConfig;
  readonly snmp: SnmpConfig;
  readonly dbus: DbusConfig;
  readonly netlink: NetlinkConfig;
};

export type MailConfig = {
  /** The addresses of every `notification_email` block. */
  readonly recipients: readonly string[];
  readonly sender?: string;
  readonly server?: SmtpServer;
  readonly heloName?: string;
  readonly connectTimeout: Duration;
  /** Whether changes are mailed where neither the block nor one of the next two says so. */
  readonly alert?: boolean;
  readonly vrrpAlert?: boolean;
  readonly checkerAlert?: boolean;
  readonly noFaultMails?: true;
  readonly noCheckerMails?: true;
};

/** A name or an address, and a TCP port. */
export type SmtpServer = { readonly host: string; readonly port: number };

export type ScriptsConfig = {
  readonly security: boolean;
  /** `script_user`; undefined: keepalived_script if there is such a user, else root. */
  readonly account: Account | undefined;
  readonly symbolicLinks?: boolean;
  readonly supplementaryGroups?: boolean;
  readonly startup?: ScriptCall;
  readonly startupTimeout?: Duration;
  readonly shutdown?: ScriptCall;
  readonly shutdownTimeout?: Duration;
};

/** A command, and the account that its line names. */
export type ScriptCall = { readonly command: Command; readonly account: Account | undefined };

export type ProcessesConfig = {
  /** `instance`: tells several daemons on a machine apart. */
  readonly instance?: string;
  readonly pidDirectory?: true;
  readonly childWaitTime?: Duration;
  readonly distinctNames?: true;
  /** Of the parent; at most 15 characters, as all names of processes. */
  readonly name?: string;
  /** -1: never raised, and nothing is said about it; 0: never raised. */
  readonly maximumAutomaticPriority?: number;
  readonly automaticPriorityDelay?: Duration;
  readonly vrrp: ChildProcessConfig;
  readonly checker: ChildProcessConfig;
  readonly bfd: ChildProcessConfig;
};

export type ChildProcessConfig = {
  readonly name?: string;
  /** -20 to 19. */
  readonly niceness?: number;
  readonly noSwap?: true;
  /** 1 to 99, of the round-robin class. */
  readonly realTimePriority?: number;
  readonly realTimeLimit?: Duration;
  /** Numbers of the processors it may run on. */
  readonly processors?: readonly number[];
};

export type ReloadConfig = {
  readonly check?: { readonly path: string | undefined };
  readonly timeFile?: string;
  readonly repeat?: true;
  /** Without a path: keepalived.reload in the directory of the PID files. */
  readonly marker?: { readonly path: string | undefined };
};

export type FilesConfig = {
  /** The permission bits that new files do not get. */
  readonly umask?: number;
  readonly randomSeed?: number;
  /** As it is written: it has done its work when the files have been read. */
  readonly includeCheck?: readonly string[];
  readonly saveDirectory?: string;
  readonly temporaryDirectory?: string;
  readonly dumpNamesWithInstance?: boolean;
  readonly stateDump?: string;
  readonly statisticsDump?: string;
  readonly jsonDump?: string;
  readonly jsonVersion?: number;
  readonly iprouteDefaults?: string;
  readonly iprouteSettings?: string;
};

export type NamespacesConfig = {
  readonly network?: string;
  /** "": the namespace that the daemon was started in. */
  readonly ipvs?: string;
  readonly ipsets?: true;
};

export type InterfacesConfig = {
  readonly dynamic?: "same-kind" | "any-kind";
  readonly fallback?: string;
  readonly noLocalIgmp?: true;
  readonly linkbeatPolling?: true;
};

/** Defaults of the instances, and what holds for all of them. */
export type VrrpGlobalConfig = {
  /** 2 or 3. */
  readonly version?: number;
  readonly multicastGroup4?: IpAddress;
  readonly multicastGroup6?: IpAddress;
  readonly strict?: true;
  readonly downTimerAdverts?: number;
  readonly startupDelay?: Duration;
  readonly delayAfterBoot?: Duration;
  readonly lowerPriorityNoAdvert?: boolean;
  readonly higherPrioritySendAdvert?: boolean;
  readonly ownerIgnoresAdverts?: true;
  readonly checkUnicastSource?: true;
  readonly skipCheckAdvertAddresses?: true;
  readonly checksumAsV2?: boolean;
  readonly logUnknownVrids?: true;
  readonly garpMasterDelay?: Duration;
  readonly garpMasterRepeat?: number;
  readonly garpMasterRefresh?: Duration;
  readonly garpMasterRefreshRepeat?: number;
  readonly garpLowerPriorityDelay?: Duration;
  readonly garpLowerPriorityRepeat?: number;
  readonly garpInterval?: Duration;
  readonly gnaInterval?: Duration;
  readonly minimalGarp?: boolean;
  readonly extraGarps?: ExtraAnnouncementConfig;
  readonly notifyPriorityChanges?: boolean;
  readonly writeStatesOnReload?: true;
  readonly receiveBufferPolicy?: ReceiveBufferPolicy;
  readonly receiveBufferMultiplier?: number;
  readonly vmacPrefix?: string;
  readonly vmacAddressPrefix?: string;
};

/** How large a socket's receive buffer is: by packets of MTU size, by adverts, or in bytes. */
export type ReceiveBufferPolicy = "mtu" | "advert" | number;

export type LvsGlobalConfig = {
  readonly timeouts: LvsTimeouts;
  readonly flush?: true;
  /** What is taken away at the end. */
  readonly flushOnStop?: "everything" | "services";
  readonly syncDaemon?: LvsSyncDaemon;
  readonly logAllFailures?: boolean;
  readonly notifyInitialStates?: boolean;
};

/** How long the kernel remembers connections without traffic. */
export type LvsTimeouts = { readonly tcp?: Duration; readonly tcpFin?: Duration; readonly udp?: Duration };

export type LvsSyncDaemon = {
  readonly interface: string;
  /** The instance whose state it follows; absent: it sends and receives all the time. */
  readonly instance?: string;
  /** 0 to 255; absent: the VRID of the instance. */
  readonly id?: number;
  /** The longest packet in bytes. */
  readonly maximumLength?: number;
  readonly port?: number;
  readonly ttl?: number;
  readonly group?: IpAddress;
};

export type NotifyFifosConfig = {
  /** Everything that happens. */
  readonly all: NotifyFifoConfig;
  readonly vrrp: NotifyFifoConfig;
  readonly lvs: NotifyFifoConfig;
};

export type NotifyFifoConfig = { readonly fifo?: NotifyFifo; readonly script?: ScriptCall };

/** A named pipe, and who owns it. */
export type NotifyFifo = { readonly path: string; readonly owner: Account | undefined };

export type FirewallConfig = {
  readonly iptables?: IptablesChains;
  /** Names of the sets, in the order of the keyword; those left out are made from the others. */
  readonly ipsets?: readonly string[];
  /** Name of the table. */
  readonly nftables?: string;
  readonly nftablesPriority?: number;
  readonly nftablesCounters?: true;
  readonly nftablesIfindex?: true;
  readonly ipvsTable?: string;
  readonly ipvsPriority?: number;
  readonly ipvsFirstMark?: number;
};

/** Without `output` nothing is filtered on the way out. */
export type IptablesChains = { readonly input: string; readonly output: string | undefined };

export type SnmpConfig = {
  readonly vrrp?: true;
  readonly checker?: true;
  readonly rfc?: true;
  readonly rfc2787?: true;
  readonly rfc6527?: true;
  readonly traps?: true;
  readonly socket?: string;
  readonly serviceInterval?: Duration;
  readonly realServerInterval?: Duration;
};

export type DbusConfig = {
  readonly enabled?: true;
  readonly serviceName?: string;
  readonly noInterfaceName?: string;
};

export type NetlinkConfig = {
  readonly vrrp: NetlinkBuffers;
  readonly lvs: NetlinkBuffers;
  /** Bytes. */
  readonly processMonitor?: number;
  readonly processMonitorForce?: boolean;
};

/** Receive buffers in bytes; `force`: beyond the limit of the system. */
export type NetlinkBuffers = {
  readonly command?: number;
  readonly commandForce?: boolean;
  readonly monitor?: number;
  readonly monitorForce?: boolean;
};
