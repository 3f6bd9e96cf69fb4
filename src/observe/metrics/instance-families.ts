import type {
  CounterDocument,
  InstanceDocument,
  InstanceState,
  PeerDocument,
} from "../../status/live/status-document.ts";
import { type Family, flag, inSeconds, sample, type Sample } from "./family.ts";

/** A name, what it means, and its value; a row of a table of families that are alike. */
type Row<T> = readonly [name: string, help: string, value: (of: T) => number | undefined, type?: Family["type"]];

/** With a value for each instance. */
const ofInstance: readonly Row<InstanceDocument>[] = [
  ["holdfast_instance_state_since_seconds", "When the instance entered its state", ({ since }) => inSeconds(since)],
  ["holdfast_instance_priority", "The effective priority", ({ priority }) => priority],
  ["holdfast_instance_base_priority", "The configured priority", ({ basePriority }) => basePriority],
  ["holdfast_instance_faults", "Reasons for which the instance is in FAULT", ({ faults }) => faults.length],
  [
    "holdfast_instance_maintenance",
    "1: the instance is under maintenance",
    ({ maintenance }) => flag(maintenance !== undefined),
  ],
  ["holdfast_instance_addresses", "Virtual addresses that are configured", ({ addresses }) => addresses.length],
  [
    "holdfast_instance_addresses_held",
    "Virtual addresses that are on this machine",
    ({ addresses }) => addresses.filter(({ held }) => held).length,
  ],
];

/** Counters of each instance. */
const counted: readonly Row<CounterDocument>[] = [
  ["holdfast_adverts_sent_total", "Adverts sent; one to several peers counts once", ({ sent }) => sent],
  ["holdfast_adverts_received_total", "Adverts received, accepted and rejected", ({ received }) => received],
  ["holdfast_adverts_accepted_total", "Adverts received and believed", ({ accepted }) => accepted],
  ["holdfast_became_master_total", "Times that the instance became master", (all) => all.becameMaster],
  ["holdfast_released_master_total", "Times that the instance ceased to be master", (all) => all.releasedMaster],
  [
    "holdfast_priority_zero_sent_total",
    "Adverts of priority 0 sent, by which a master gives up",
    (all) => all.priorityZeroSent,
  ],
  [
    "holdfast_priority_zero_received_total",
    "Adverts of priority 0 received, by which a master gives up",
    (all) => all.priorityZeroReceived,
  ],
  [
    "holdfast_address_list_errors_total",
    "Believed adverts with other addresses than the configured ones",
    (all) => all.addressListErrors,
  ],
  [
    "holdfast_stalls_total",
    "Times that the process woke later than an advert interval after its deadline",
    (all) => all.stalls,
  ],
];

/** With a value for each peer of each instance. */
const ofPeer: readonly Row<PeerDocument>[] = [
  ["holdfast_peer_priority", "The priority that the peer advertised last; 0: it has given up", (peer) => peer.priority],
  [
    "holdfast_peer_last_heard_seconds",
    "When an advert of the peer was last believed",
    ({ lastHeard }) => inSeconds(lastHeard),
  ],
  ["holdfast_peer_adverts_total", "Adverts of the peer that were believed", ({ adverts }) => adverts, "counter"],
  [
    "holdfast_peer_gaps_total",
    "Silences of more than one and a half intervals while the peer was master",
    ({ gaps }) => gaps,
    "counter",
  ],
  ["holdfast_peer_longest_gap_seconds", "The longest of these silences", ({ longestGap }) => inSeconds(longestGap)],
  ["holdfast_peer_rejected_total", "Adverts of the peer that were not believed", ({ rejected }) => rejected, "counter"],
  [
    "holdfast_peer_address_differences",
    "Virtual addresses that only one side has",
    ({ missing, unexpected }) => missing.length + unexpected.length,
  ],
];

const states: readonly InstanceState[] = ["init", "backup", "master", "fault"];

function stateSamples(label: string, subject: string, current: InstanceState): readonly Sample[] {
  return states.flatMap((state) => sample(flag(state === current), { [label]: subject, state }));
}

/** With more labels than whom they are about. */
const labelled: readonly Family[] = [
  {
    name: "holdfast_instance_state",
    type: "gauge",
    help: "1 for the state that the instance is in, 0 for the others",
    labels: ["instance", "state"],
    samples: ({ instances }) => instances.flatMap(({ name, state }) => stateSamples("instance", name, state)),
  },
  {
    name: "holdfast_instance_info",
    type: "gauge",
    help: "1, with what the instance is configured as",
    labels: ["instance", "interface", "family", "vrid", "protocol", "group"],
    samples: ({ instances }) =>
      instances.flatMap((each) =>
        sample(1, {
          instance: each.name,
          interface: each.interface,
          family: each.family,
          vrid: String(each.vrid),
          protocol: String(each.protocol),
          group: each.group ?? "",
        }),
      ),
  },
  {
    name: "holdfast_transitions_total",
    type: "counter",
    help: "Times that the instance has entered a state, by the kind of the cause",
    labels: ["instance", "to", "cause"],
    samples: ({ instances }) =>
      instances.flatMap(({ name, counters }) =>
        counters.transitions.flatMap(({ to, cause, count }) => sample(count, { instance: name, to, cause })),
      ),
  },
  {
    name: "holdfast_adverts_rejected_total",
    type: "counter",
    help: "Adverts that were not believed, by the reason",
    labels: ["instance", "reason"],
    samples: ({ instances }) =>
      instances.flatMap(({ name, counters }) =>
        Object.entries(counters.rejected).flatMap(([reason, count]) => sample(count, { instance: name, reason })),
      ),
  },
];

/** Of groups, and of what is tracked. */
const besides: readonly Family[] = [
  {
    name: "holdfast_group_state",
    type: "gauge",
    help: "1 for the state that the sync group is in, 0 for the others",
    labels: ["group", "state"],
    samples: ({ groups }) => groups.flatMap(({ name, state }) => stateSamples("group", name, state)),
  },
  {
    name: "holdfast_tracker_good",
    type: "gauge",
    help: "1: what is tracked is well",
    labels: ["kind", "tracker"],
    samples: ({ trackers }) =>
      trackers.flatMap(({ kind, name, isGood }) => sample(flag(isGood), { kind, tracker: name })),
  },
  {
    name: "holdfast_tracker_last_duration_seconds",
    type: "gauge",
    help: "How long the last run of the script took",
    labels: ["kind", "tracker"],
    samples: ({ trackers }) =>
      trackers.flatMap(({ kind, name, lastDuration }) => sample(inSeconds(lastDuration), { kind, tracker: name })),
  },
];

/** About instances, groups, peers and trackers. */
export const instanceFamilies: readonly Family[] = [
  ...labelled,
  ...ofInstance.map(([name, help, value, type = "gauge"]): Family => ({
    name,
    type,
    help,
    labels: ["instance"],
    samples: ({ instances }) => instances.flatMap((each) => sample(value(each), { instance: each.name })),
  })),
  ...counted.map(([name, help, value]): Family => ({
    name,
    type: "counter",
    help,
    labels: ["instance"],
    samples: ({ instances }) => instances.flatMap((each) => sample(value(each.counters), { instance: each.name })),
  })),
  ...ofPeer.map(([name, help, value, type = "gauge"]): Family => ({
    name,
    type,
    help,
    labels: ["instance", "peer"],
    samples: ({ instances }) =>
      instances.flatMap((instance) =>
        instance.peers.flatMap((peer) => sample(value(peer), { instance: instance.name, peer: peer.source })),
      ),
  })),
  ...besides,
];
