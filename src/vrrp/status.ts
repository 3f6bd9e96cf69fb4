import type { IpAddress } from "../base/ip-address.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { InstanceConfig, ScriptConfig, SyncGroupConfig, VirtualAddress, VrrpConfig } from "./config.ts";
import type { SenderForm } from "./checksum-forms.ts";
import type { InstanceCounters } from "./counters.ts";
import type { StateName } from "./events.ts";
import { type FaultReason, isOnlyPending } from "./faults.ts";
import type { Instance } from "./instance.ts";
import type { InterfaceTable } from "./interfaces.ts";
import type { MaintenanceOrder } from "./maintenance.ts";
import type { MeasuresStatus } from "./measures.ts";
import type { PeerStatus } from "./peer-table.ts";
import type { PriorityPart } from "./priority.ts";
import type { LastRun, Verdict } from "./script-tracker.ts";
import type { StrangerStatus } from "./strangers.ts";
import { masterDownInterval } from "./timing.ts";
import type { StandingWarning } from "./warning.ts";

/** The engine at one moment, as plain data: what files, metrics and displays of the state are made of. */
export type VrrpStatus = {
  readonly at: Instant;
  readonly config: VrrpConfig;
  /** In the order of the configuration, as the others. */
  readonly instances: readonly InstanceStatus[];
  readonly groups: readonly GroupStatus[];
  readonly scripts: readonly ScriptStatus[];
  /** The number in each `track_file`, by its name; absent: they are not watched. */
  readonly files?: ReadonlyMap<string, number> | undefined;
  /** By the name of the `vrrp_track_process`; absent: they are not watched. */
  readonly processes?: ReadonlyMap<string, ProcessStatus> | undefined;
  /** Whether the interfaces that something depends on are usable. */
  readonly links: ReadonlyMap<string, boolean>;
  readonly strangers: readonly StrangerStatus[];
  readonly measures: MeasuresStatus;
};

export type InstanceStatus = {
  readonly config: InstanceConfig;
  /** Name of its sync group. */
  readonly group: string | undefined;
  readonly state: StateName;
  /** Where it would be, were it not for its sync group or for scripts that have not reported yet. */
  readonly wants: StateName;
  /** When it entered the state; undefined: it was never started. */
  readonly since: Instant | undefined;
  /** When it acts next if nothing is heard. */
  readonly deadline: Instant | undefined;
  /** The address that adverts are sent from. */
  readonly source: IpAddress | undefined;
  /** Whom a backup heard last; its priority is 0 when it has given up. */
  readonly master: { readonly address: IpAddress; readonly priority: number } | undefined;
  /** Master_Adver_Interval: its own until a backup of version 3 has learnt the master's. */
  readonly masterInterval: Duration;
  readonly masterDownInterval: Duration;
  /** Effective priority. */
  readonly priority: number;
  readonly parts: readonly PriorityPart[];
  readonly faults: readonly FaultReason[];
  /** What an operator withholds it by. */
  readonly maintenance?: MaintenanceOrder | undefined;
  /** Those of its addresses that it holds and that are there. */
  readonly held: ReadonlySet<VirtualAddress>;
  readonly counters: InstanceCounters;
  /** Forms of the checksums of others, by their printed addresses; version 3 over IPv4 only. */
  readonly checksumForms: ReadonlyMap<string, SenderForm>;
  readonly peers: readonly PeerStatus[];
  readonly warnings: readonly StandingWarning[];
};

export type GroupStatus = { readonly config: SyncGroupConfig; readonly state: StateName };

export type ScriptStatus = {
  readonly config: ScriptConfig;
  readonly verdict: Verdict;
  readonly running: boolean;
  /** Results in a row that speak against the verdict. */
  readonly against: number;
  /** The last run that has ended. */
  readonly lastRun: LastRun | undefined;
};

export function instanceStatus(
  instance: Instance,
  group: string | undefined,
  interfaces: InterfaceTable,
  maintenance: MaintenanceOrder | undefined,
): InstanceStatus {
  const { config, state, priority, faults } = instance;
  const master = state.name === "backup" ? state.master : undefined;
  const masterInterval = state.name === "backup" ? state.masterInterval : config.advertInterval;
  return {
    config,
    group,
    state: state.name,
    wants: wantedState(instance),
    since: instance.since,
    deadline: instance.deadline,
    source: instance.source,
    master: master && { address: master.address, priority: master.priority },
    masterInterval,
    masterDownInterval: masterDownInterval(config.version, priority, masterInterval, config.downTimerAdverts),
    priority,
    parts: instance.parts,
    faults,
    maintenance,
    held: state.name === "master" ? presentAddresses(config, interfaces) : new Set(),
    counters: instance.takeCounters(),
    checksumForms: instance.checksumForms,
    peers: instance.peers,
    warnings: instance.warnings,
  };
}

function wantedState({ state, wantsMaster, faults }: Instance): StateName {
  if (wantsMaster !== undefined) return "master";
  return state.name === "fault" && isOnlyPending(faults) ? "backup" : state.name;
}

function presentAddresses(config: InstanceConfig, interfaces: InterfaceTable): ReadonlySet<VirtualAddress> {
  const addresses = [...config.addresses, ...config.excludedAddresses];
  return new Set(addresses.filter((address) => interfaces.has(address.interface, address.prefix)));
}

export type ProcessStatus = {
  /** How many of them run. */
  readonly count: number;
  readonly hasQuorum: boolean;
  /** The delay that runs before the quorum is gained or lost. */
  readonly pending: "fork" | "terminate" | undefined;
};
