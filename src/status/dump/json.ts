import { toSeconds } from "../../base/time.ts";
import type { InstanceConfig, TrackProcessConfig, VirtualAddress } from "../../vrrp/config.ts";
import type { InstanceStatus, VrrpStatus } from "../../vrrp/status.ts";
import { addressLine } from "./address-line.ts";
import { effectiveConduct } from "./conduct.ts";
import { deviceOf, ownDevice } from "./devices.ts";
import type { DumpFacts, NotificationFacts, NotifyOccasion } from "./facts.ts";
import { type JsonObject, type JsonValue, printJson, RawNumber } from "./json-text.ts";
import { routeLine } from "./route-line.ts";
import { ruleLine } from "./rule-line.ts";
import { stateNumber } from "./states.ts";
import { statisticsOf } from "./statistics.ts";

/** What stands in place of every secret. */
export const mask = "********";

/**
 * keepalived.json, one piece for each instance. Version 1 is an array of instances, version 2 an object with the
 * instances and the tracked processes (keepalived.conf(5), json_version).
 */
export function* printJsonDump(status: VrrpStatus, facts: DumpFacts, version: 1 | 2): Iterable<string> {
  yield version === 1 ? "[" : '{"vrrp":[';
  for (const [index, instance] of status.instances.entries()) {
    const entry = { data: instanceData(instance, facts), stats: statisticsOf(instance.counters) };
    yield `${index === 0 ? "" : ","}${printJson(entry)}`;
  }
  if (version === 2) {
    const processes = (status.config.trackProcesses ?? []).map((each) => trackedProcess(each, status));
    yield `],"track_process":${printJson(processes)}}\n`;
  } else {
    yield "]\n";
  }
}

function instanceData(instance: InstanceStatus, all: DumpFacts): JsonObject {
  const { config, held } = instance;
  const { announcements, device } = config;
  const { calendar, script } = all;
  const printAddress = (address: VirtualAddress): string =>
    addressLine(address, held.has(address), deviceOf(address, config));
  const facts = all.instance(config.name);
  const conduct = effectiveConduct(config, all.defaults);
  return {
    iname: config.name,
    dont_track_primary: Number(device?.ignoreInterfaceFaults === true),
    skip_check_adv_addr: Number(conduct.skipCheckAdvertAddresses),
    strict_mode: Number(conduct.strict),
    vmac_ifname: ownDevice(config) ?? "",
    ifp_ifname: ownDevice(config) ?? config.interface,
    master_priority: instance.master?.priority ?? 0,
    last_transition: new RawNumber(instance.since === undefined ? "0.000000" : calendar(instance.since).seconds),
    garp_delay: toSeconds(announcements.delay),
    garp_refresh: toSeconds(announcements.refresh),
    garp_rep: announcements.repeat,
    garp_refresh_rep: announcements.refreshRepeat,
    garp_lower_prio_delay: toSeconds(announcements.lowerPriorityDelay),
    garp_lower_prio_rep: announcements.lowerPriorityRepeat,
    lower_prio_no_advert: Number(!config.advertToLowerPriority),
    higher_prio_send_advert: Number(conduct.higherPrioritySendAdvert),
    vrid: config.vrid,
    base_priority: config.priority,
    effective_priority: instance.priority,
    vipset: instance.state === "master",
    promote_secondaries: device?.promoteSecondaries === true,
    adver_int: toSeconds(config.advertInterval),
    master_adver_int: toSeconds(instance.masterInterval),
    accept: Number(conduct.accept),
    nopreempt: !config.preempt,
    preempt_delay: Math.floor(toSeconds(config.preemptDelay)),
    state: stateNumber(instance.state),
    wantstate: stateNumber(instance.wants),
    version: config.version,
    smtp_alert: facts.mail,
    notify_deleted: facts.deleted,
    ...scripts(facts),
    vips: list(config.addresses.map(printAddress)),
    evips: list(config.excludedAddresses.map(printAddress)),
    vroutes: list(config.routes.map(routeLine)),
    vrules: list((config.rules ?? []).map(ruleLine)),
    track_ifp: list(config.trackInterfaces.map((tracked) => tracked.interface)),
    track_script: list(config.trackScripts.map((tracked) => script(tracked.script)?.command ?? tracked.script)),
    track_process: list((config.trackProcesses ?? []).map((tracked) => tracked.process)),
    ...authentication(config),
  };
}

/** An empty list is not there at all. */
function list(values: readonly string[]): readonly JsonValue[] | undefined {
  return values.length === 0 ? undefined : values;
}

const scriptNames: Readonly<Record<NotifyOccasion, string>> = {
  backup: "script_backup",
  master: "script_master",
  fault: "script_fault",
  stop: "script_stop",
  any: "script",
  "lower-priority": "script_master_rx_lower_pri",
};

function scripts(facts: NotificationFacts): JsonObject {
  return Object.fromEntries(Array.from(facts.scripts, ([when, { command }]) => [scriptNames[when], command] as const));
}

/** RFC 2338 §5.3.6; the password never leaves the process. */
function authentication({ authentication: { kind } }: InstanceConfig): JsonObject {
  return kind === "none" ? { auth_type: 0 } : { auth_type: kind === "pass" ? 1 : 2, auth_data: mask };
}

function trackedProcess(config: TrackProcessConfig, { processes }: VrrpStatus): JsonObject {
  const now = processes?.get(config.name);
  return {
    process: config.process,
    ...(config.parameters.length > 0 && { parameters: config.parameters.join(" ") }),
    param_match: config.match === "any" ? "none" : config.match,
    min_processes: config.quorum,
    max_processes: config.quorumMaximum,
    current_processes: now?.count,
    have_quorum: now?.hasQuorum,
    weight: config.weight.value,
    terminate_delay: toSeconds(config.terminateDelay),
    fork_delay: toSeconds(config.forkDelay),
    fork_delay_timer_running: now && now.pending === "fork",
    terminate_delay_timer_running: now && now.pending === "terminate",
    full_command: config.fullCommand,
  };
}
