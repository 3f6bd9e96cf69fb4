import type { CauseLink, ProcessName } from "./event-record.ts";

/**
 * The daemon at one moment as JSON: what `holdfast status --json` prints, what /api/v1/status answers, and what the
 * page shows. Times are microseconds of the Unix epoch, lengths of time microseconds; addresses are text.
 */
export type StatusDocument = {
  readonly version: 1;
  readonly at: number;
  readonly daemon: DaemonDocument;
  readonly instances: readonly InstanceDocument[];
  readonly groups: readonly GroupDocument[];
  readonly trackers: readonly TrackerDocument[];
  readonly services: readonly ServiceDocument[];
  /** What is wrong now. */
  readonly warnings: readonly WarningDocument[];
  /** Who speaks VRRP or CARP here without being a peer of ours. */
  readonly strangers: readonly StrangerDocument[];
  readonly measures: Measures;
  /** Processes that did not answer in time: what they know is not in here. Absent: none. */
  readonly silent?: readonly ProcessName[] | undefined;
};

/** What a process adds to it; lists are continued by those of its next part. */
export type StatusPart = Partial<Omit<StatusDocument, "version" | "at" | "daemon" | "silent">>;

export type DaemonDocument = {
  /** The host's name. */
  readonly node: string;
  /** "Holdfast v0.1.0" */
  readonly release: string;
  readonly startedAt: number;
  readonly configuration: string;
  /** Counts the configurations that have been in force. */
  readonly generation: number;
  /** When the one in force was loaded. */
  readonly loadedAt: number;
  readonly processes: readonly ProcessDocument[];
  /** The id of the last event. */
  readonly lastEvent: number;
};

export type ProcessDocument = {
  readonly name: ProcessName | "observer";
  readonly pid: number | undefined;
  readonly startedAt: number | undefined;
  /** Times that it was started again. */
  readonly restarts: number;
};

export type InstanceState = "init" | "backup" | "master" | "fault";

export type InstanceDocument = {
  readonly name: string;
  readonly group: string | undefined;
  readonly interface: string;
  readonly family: "ipv4" | "ipv6";
  readonly vrid: number;
  readonly protocol: 2 | 3;
  readonly state: InstanceState;
  /** When it entered the state. */
  readonly since: number | undefined;
  /** Why it did: of the last transition. */
  readonly causes: readonly CauseLink[];
  /** Effective. */
  readonly priority: number;
  readonly basePriority: number;
  readonly parts: readonly { readonly label: string; readonly amount: number }[];
  readonly faults: readonly string[];
  /** Who is master as far as this node knows, itself included. */
  readonly master: { readonly address: string; readonly priority: number | undefined } | undefined;
  readonly source: string | undefined;
  readonly advertInterval: number;
  readonly masterDownInterval: number;
  readonly preempt: boolean;
  readonly addresses: readonly AddressDocument[];
  readonly peers: readonly PeerDocument[];
  readonly counters: CounterDocument;
  readonly maintenance: MaintenanceDocument | undefined;
};

/** `held`: it is on this machine now. */
export type AddressDocument = {
  readonly address: string;
  readonly interface: string;
  readonly held: boolean;
  readonly excluded: boolean;
};

export type CounterDocument = {
  readonly sent: number;
  readonly received: number;
  readonly accepted: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly becameMaster: number;
  readonly releasedMaster: number;
  readonly priorityZeroSent: number;
  readonly priorityZeroReceived: number;
  readonly addressListErrors: number;
  readonly stalls: number;
  /** Of all states, by the cause's kind: how often it was entered. */
  readonly transitions: readonly { readonly to: InstanceState; readonly cause: string; readonly count: number }[];
};

export type PeerDocument = {
  readonly source: string;
  /** As last advertised; 0: it has given up. Undefined: nothing of it was ever accepted. */
  readonly priority: number | undefined;
  readonly protocol: number | undefined;
  /** As last advertised. */
  readonly interval: number | undefined;
  readonly checksumForm: string | undefined;
  /** Configured as a unicast peer. */
  readonly configured: boolean;
  readonly firstHeard: number | undefined;
  readonly lastHeard: number | undefined;
  readonly adverts: number;
  /** Silences of more than one and a half intervals while it was master, and the longest of them. */
  readonly gaps: number;
  readonly longestGap: number;
  /** Of ours, those that its adverts lack, and those of its that are not ours. */
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly rejected: number;
  readonly lastRejection: { readonly at: number; readonly reason: string; readonly text: string } | undefined;
};

export type StrangerDocument = {
  readonly protocol: "vrrp" | "carp";
  readonly interface: string;
  readonly source: string;
  readonly vrid: number;
  readonly lastHeard: number;
  readonly count: number;
};

export type GroupDocument = {
  readonly name: string;
  readonly state: InstanceState;
  readonly members: readonly string[];
};

export type TrackerDocument = {
  readonly kind: "script" | "file" | "process" | "interface";
  readonly name: string;
  /** "up", "down", "pending", or the number in the file. */
  readonly state: string;
  readonly isGood: boolean;
  /** How the last run ended, in words, and what it printed last. */
  readonly detail: string;
  readonly output: readonly string[];
  readonly lastRun: number | undefined;
  readonly lastDuration: number | undefined;
};

export type ServiceDocument = {
  /** "TCP [192.0.2.1]:80" */
  readonly name: string;
  readonly scheduler: string;
  readonly quorum: "up" | "down";
  readonly liveWeight: number;
  readonly neededWeight: number;
  readonly isSorry: boolean;
  readonly isSuspended: boolean;
  readonly since: number | undefined;
  readonly servers: readonly ServerDocument[];
};

export type ServerDocument = {
  readonly name: string;
  readonly state: "up" | "down";
  /** In the table; undefined: it is not there. */
  readonly weight: number | undefined;
  readonly configuredWeight: number;
  readonly drained: boolean;
  readonly since: number | undefined;
  readonly checkers: readonly CheckerDocument[];
};

export type CheckerDocument = {
  readonly name: string;
  readonly state: "up" | "down" | "unknown";
  readonly runs: number;
  readonly failures: number;
  readonly lastFailure: { readonly at: number; readonly text: string } | undefined;
};

export type MaintenanceDocument = {
  readonly since: number;
  /** Undefined: until it is switched off. */
  readonly until: number | undefined;
  readonly by: string;
  readonly reason: string;
};

/** What is wrong as long as it lasts, with the address of the other side. */
export type WarningDocument = {
  readonly kind:
    | "split-brain"
    | "address-list-differs"
    | "vrid-conflict"
    | "carp"
    | "owner-conflict"
    | "adverts-rejected"
    | "tracker-disabled";
  readonly subject: string;
  /** The instances and groups that it also is about, as what tracks a script; undefined: the subject alone. */
  readonly concerns?: readonly string[] | undefined;
  readonly other: string | undefined;
  readonly since: number;
  readonly text: string;
  readonly cure: string;
};

/**
 * How many values did not exceed each bound, in microseconds, but the one before; the last count is of those above all
 * bounds. Each value is in one count.
 */
export type HistogramDocument = {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
};

export type Measures = {
  /** Between two adverts of a master, as backups hear them. */
  readonly advertGap: HistogramDocument;
  /** How long after its deadline the vrrp process acts. */
  readonly timerLateness: HistogramDocument;
  /** Of check scripts and notify scripts. */
  readonly scriptDuration: HistogramDocument;
  /** Health checks that have ended. */
  readonly checkDuration: HistogramDocument;
};
