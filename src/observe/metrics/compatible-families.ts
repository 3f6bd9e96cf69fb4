import type { CounterDocument, InstanceDocument, InstanceState } from "../../status/live/status-document.ts";
import { type Family, flag, sample } from "./family.ts";

/**
 * Names and labels as existing dashboards have them: those of mehdy/keepalived-exporter and
 * gen2brain/keepalived_exporter.
 */
type Counter = {
  /** What follows "keepalived_", and "_total", in the first. */
  readonly long: string;
  /** What follows "keepalived_vrrp_" in the second; it is the name in keepalived.json as well. */
  readonly short: string;
  readonly help: string;
  readonly value: (counters: CounterDocument) => number;
};

function rejected(...reasons: readonly string[]): (counters: CounterDocument) => number {
  return (counters) => reasons.reduce((total, reason) => total + (counters.rejected[reason] ?? 0), 0);
}

/** What each is made of is the same as in keepalived.json (src/status/dump/statistics.ts). */
const counters: readonly Counter[] = [
  {
    long: "advertisements_received",
    short: "advert_rcvd",
    help: "Adverts received and believed",
    value: ({ accepted }) => accepted,
  },
  { long: "advertisements_sent", short: "advert_sent", help: "Adverts sent", value: ({ sent }) => sent },
  {
    long: "become_master",
    short: "become_master",
    help: "Times that the instance became master",
    value: ({ becameMaster }) => becameMaster,
  },
  {
    long: "release_master",
    short: "release_master",
    help: "Times that the instance ceased to be master",
    value: ({ releasedMaster }) => releasedMaster,
  },
  {
    long: "packet_length_errors",
    short: "packet_len_err",
    help: "Adverts of a wrong length",
    value: rejected("truncated", "length"),
  },
  {
    long: "advertisements_interval_errors",
    short: "advert_interval_err",
    help: "Adverts with another interval",
    value: rejected("interval", "zero-interval"),
  },
  { long: "ip_ttl_errors", short: "ip_ttl_err", help: "Adverts with a wrong TTL", value: rejected("ttl") },
  {
    long: "invalid_type_received",
    short: "invalid_type_rcvd",
    help: "Packets of another type than adverts",
    value: rejected("type"),
  },
  {
    long: "address_list_errors",
    short: "addr_list_err",
    help: "Adverts with other addresses than the configured ones",
    value: (all) => all.addressListErrors + rejected("zero-count", "not-link-local")(all),
  },
  {
    long: "authentication_invalid",
    short: "invalid_authtype",
    help: "Adverts with a type of authentication that does not exist",
    value: () => 0,
  },
  {
    long: "authentication_mismatch",
    short: "authtype_mismatch",
    help: "Adverts with another type of authentication than the configured one",
    value: rejected("authentication-type", "header-missing"),
  },
  {
    long: "authentication_failure",
    short: "auth_failure",
    help: "Adverts whose password or digest is wrong",
    value: rejected("password", "header-malformed", "header-digest", "header-repeated"),
  },
  {
    long: "priority_zero_received",
    short: "pri_zero_rcvd",
    help: "Adverts of priority 0 received",
    value: ({ priorityZeroReceived }) => priorityZeroReceived,
  },
  {
    long: "priority_zero_sent",
    short: "pri_zero_sent",
    help: "Adverts of priority 0 sent",
    value: ({ priorityZeroSent }) => priorityZeroSent,
  },
];

const stateNumbers: Readonly<Record<InstanceState, number>> = { init: 0, backup: 1, master: 2, fault: 3 };

function byInstance(instance: InstanceDocument): Readonly<Record<"iname" | "intf" | "vrid", string>> {
  return { iname: instance.name, intf: instance.interface, vrid: String(instance.vrid) };
}

function longCounter({ long, help, value }: Counter): Family {
  return {
    name: `keepalived_${long}_total`,
    type: "counter",
    help,
    labels: ["iname", "intf", "vrid"],
    samples: ({ instances }) => instances.flatMap((each) => sample(value(each.counters), byInstance(each))),
  };
}

function shortCounter({ short, help, value }: Counter): Family {
  return {
    name: `keepalived_vrrp_${short}`,
    type: "counter",
    help,
    labels: ["name", "intf", "vrid", "state"],
    samples: ({ instances }) =>
      instances.flatMap((each) => {
        const { iname: name, intf, vrid } = byInstance(each);
        return sample(value(each.counters), { name, intf, vrid, state: each.state.toUpperCase() });
      }),
  };
}

/** Under the names of the common exporters. */
export const compatibleFamilies: readonly Family[] = [
  {
    name: "keepalived_up",
    type: "gauge",
    help: "1: the daemon runs",
    labels: [],
    samples: () => sample(1),
  },
  {
    name: "keepalived_vrrp_state",
    type: "gauge",
    help: "0 INIT, 1 BACKUP, 2 MASTER, 3 FAULT, for each virtual address",
    labels: ["iname", "intf", "vrid", "ip_address"],
    samples: ({ instances }) =>
      instances.flatMap((each) =>
        each.addresses.flatMap(({ address }) =>
          sample(stateNumbers[each.state], { ...byInstance(each), ip_address: address.replace(/\/\d+$/u, "") }),
        ),
      ),
  },
  {
    name: "keepalived_script_status",
    type: "gauge",
    help: "1: the script is well",
    labels: ["name"],
    samples: ({ trackers }) =>
      trackers.filter(({ kind }) => kind === "script").flatMap(({ name, isGood }) => sample(flag(isGood), { name })),
  },
  ...counters.map(longCounter),
  ...counters.map(shortCounter),
];
