import { printPrefix } from "../base/ip-address.ts";
import { printSeconds } from "../base/time.ts";
import type {
  InstanceConfig,
  ScriptConfig,
  SyncGroupConfig,
  VirtualAddress,
  VirtualRoute,
  VirtualRule,
  Weight,
} from "./config.ts";
import { type ConfigChange, difference, type Facet, type Facets, type Item } from "./config-difference.ts";

/** The words of the configuration language for the properties of an instance, a group and a script. */

type Conduct = NonNullable<InstanceConfig["conduct"]>;
type Delivery = NonNullable<InstanceConfig["delivery"]>;
type Device = NonNullable<InstanceConfig["device"]>;

/** What the second configuration of the instance changes. */
export function instanceDifference(before: InstanceConfig, after: InstanceConfig): readonly ConfigChange[] {
  return [
    ...difference(flat(before), flat(after), instanceFacets),
    ...difference(before.device ?? {}, after.device ?? {}, deviceFacets),
    ...difference(before.delivery ?? {}, after.delivery ?? {}, deliveryFacets),
    ...difference(before.conduct ?? {}, after.conduct ?? {}, conductFacets),
  ];
}

export function groupDifference(before: SyncGroupConfig, after: SyncGroupConfig): readonly ConfigChange[] {
  return difference(before, after, groupFacets);
}

export function scriptDifference(before: ScriptConfig, after: ScriptConfig): readonly ConfigChange[] {
  return difference(before, after, scriptFacets);
}

type Tracking = Pick<
  InstanceConfig,
  "trackInterfaces" | "trackScripts" | "trackFiles" | "trackProcesses" | "trackSessions"
>;

/** The same in an instance and in a group. */
const trackFacets: Facets<Tracking> = {
  trackInterfaces: [
    list(({ trackInterfaces }) =>
      trackInterfaces.map((tracked) => tracker("track_interface", tracked.interface, tracked.weight)),
    ),
  ],
  trackScripts: [
    list(({ trackScripts }) => trackScripts.map(({ script, weight }) => tracker("track_script", script, weight))),
  ],
  trackFiles: [
    list(({ trackFiles = [] }) => trackFiles.map(({ file, weight }) => tracker("track_file", file, weight))),
  ],
  trackProcesses: [
    list(({ trackProcesses = [] }) =>
      trackProcesses.map((tracked) => tracker("track_process", tracked.process, tracked.weight)),
    ),
  ],
  trackSessions: [
    list(({ trackSessions = [] }) => trackSessions.map(({ session, weight }) => tracker("track_bfd", session, weight))),
  ],
};

/** Without the objects that are compared property by property. */
type Flat = Omit<InstanceConfig, "device" | "delivery" | "conduct">;

function flat(config: InstanceConfig): Flat {
  const flattened = { ...config };
  for (const key of ["device", "delivery", "conduct"] as const) delete flattened[key];
  return flattened;
}

const instanceFacets: Facets<Flat> = {
  name: [value("name", ({ name }) => name)],
  version: [value("version", ({ version }) => version)],
  initialState: [value("state", ({ initialState }) => initialState.toUpperCase())],
  priority: [value("priority", ({ priority }) => priority)],
  advertInterval: [value("advert_int", ({ advertInterval }) => printSeconds(advertInterval))],
  downTimerAdverts: [value("down_timer_adverts", ({ downTimerAdverts }) => downTimerAdverts)],
  preempt: [value("preempt", ({ preempt }) => preempt)],
  preemptDelay: [value("preempt_delay", ({ preemptDelay }) => printSeconds(preemptDelay))],
  advertToLowerPriority: [value("lower_prio_no_advert", ({ advertToLowerPriority }) => !advertToLowerPriority)],
  transport: [
    value("mcast_dst_ip", ({ transport }) => (transport.kind === "multicast" ? transport.group.toString() : undefined)),
    list(({ transport }) =>
      transport.kind === "multicast" ? [] : transport.peers.map((peer) => item(`unicast_peer ${peer.toString()}`)),
    ),
  ],
  sourceAddress: [value("source address", ({ sourceAddress }) => sourceAddress?.toString())],
  authentication: [secret("authentication", ({ authentication }) => authentication)],
  hmac: [secret("auth_hmac", ({ hmac }) => hmac)],
  checksumForm: [value("v3_checksum_as_v2", ({ checksumForm }) => checksumForm === "message")],
  addresses: [list((config) => config.addresses.map((address) => addressItem("address", address, config)))],
  excludedAddresses: [
    list((config) => config.excludedAddresses.map((address) => addressItem("excluded address", address, config))),
  ],
  routes: [list(({ routes }) => routes.map(routeItem))],
  rules: [list(({ rules = [] }) => rules.map(ruleItem))],
  announcements: [
    value("garp_master_delay", ({ announcements }) => printSeconds(announcements.delay)),
    value("garp_master_repeat", ({ announcements }) => announcements.repeat),
    value("garp_master_refresh", ({ announcements }) => printSeconds(announcements.refresh)),
    value("garp_master_refresh_repeat", ({ announcements }) => announcements.refreshRepeat),
    value("garp_lower_prio_delay", ({ announcements }) => printSeconds(announcements.lowerPriorityDelay)),
    value("garp_lower_prio_repeat", ({ announcements }) => announcements.lowerPriorityRepeat),
  ],
  extraAnnouncements: [secret("garp_extra_if", ({ extraAnnouncements }) => extraAnnouncements)],
  ...trackFacets,
};

const deviceFacets: Facets<Device> = {
  vrf: [value("vrf", ({ vrf }) => vrf)],
  virtualMac: [secret("use_vmac", ({ virtualMac }) => virtualMac)],
  virtualMacForAddresses: [value("use_vmac_addr", ({ virtualMacForAddresses = false }) => virtualMacForAddresses)],
  transmitFromBase: [value("vmac_xmit_base", ({ transmitFromBase = false }) => transmitFromBase)],
  ipvlan: [secret("use_ipvlan", ({ ipvlan }) => ipvlan)],
  promoteSecondaries: [value("promote_secondaries", ({ promoteSecondaries = false }) => promoteSecondaries)],
  ignoreInterfaceFaults: [value("dont_track_primary", ({ ignoreInterfaceFaults = false }) => ignoreInterfaceFaults)],
  receiveBuffer: [value("kernel_rx_buf_size", ({ receiveBuffer }) => receiveBuffer)],
};

const deliveryFacets: Facets<Delivery> = {
  trackSourceAddress: [value("track_src_ip", ({ trackSourceAddress = false }) => trackSourceAddress)],
  checkSource: [value("check_unicast_src", ({ checkSource = false }) => checkSource)],
  timeToLive: [value("unicast_ttl", ({ timeToLive }) => timeToLive)],
  faultWithoutPeers: [value("unicast_fault_no_peer", ({ faultWithoutPeers = false }) => faultWithoutPeers)],
  oldChecksum: [value("old_unicast_checksum", ({ oldChecksum }) => oldChecksum)],
  peerLimits: [
    list(({ peerLimits = [] }) =>
      peerLimits.map((limits) => ({ label: `TTL limits of ${limits.peer.toString()}`, value: limits })),
    ),
  ],
};

const conductFacets: Facets<Conduct> = {
  strict: [value("strict_mode", ({ strict }) => strict)],
  accept: [value("accept", ({ accept }) => accept)],
  expiredTimerBackup: [value("timer_expired_backup", ({ expiredTimerBackup }) => expiredTimerBackup)],
  higherPrioritySendAdvert: [
    value("higher_prio_send_advert", ({ higherPrioritySendAdvert }) => higherPrioritySendAdvert),
  ],
  ownerIgnoresAdverts: [value("owner_ignore_adverts", ({ ownerIgnoresAdverts = false }) => ownerIgnoresAdverts)],
  skipCheckAdvertAddresses: [value("skip_check_adv_addr", ({ skipCheckAdvertAddresses }) => skipCheckAdvertAddresses)],
};

const groupFacets: Facets<SyncGroupConfig> = {
  members: [list(({ members }) => members.map((member) => item(`member ${member}`)))],
  keepsWeights: [value("sync_group_tracking_weight", ({ keepsWeights = false }) => keepsWeights)],
  ...trackFacets,
};

const scriptFacets: Facets<ScriptConfig> = {
  interval: [value("interval", ({ interval }) => printSeconds(interval))],
  timeout: [value("timeout", ({ timeout }) => printSeconds(timeout))],
  rise: [value("rise", ({ rise }) => rise)],
  fall: [value("fall", ({ fall }) => fall)],
  initFail: [value("init_fail", ({ initFail }) => initFail)],
};

function value<T>(what: string, of: (config: T) => string | number | boolean | undefined): Facet<T> {
  return { kind: "value", what, of };
}

/** What the log does not show: a password, or more than fits. */
function secret<T>(what: string, of: (config: T) => unknown): Facet<T> {
  return { kind: "opaque", what, of };
}

function list<T>(of: (config: T) => readonly Item[]): Facet<T> {
  return { kind: "list", of };
}

function item(label: string): Item {
  return { label, value: undefined };
}

function addressItem(what: string, address: VirtualAddress, { interface: own }: Flat): Item {
  const device = address.interface === own ? "" : ` dev ${address.interface}`;
  return { label: `${what} ${printPrefix(address.prefix)}${device}`, value: address };
}

function routeItem(route: VirtualRoute): Item {
  const { destination, gateway, interface: device, table } = route;
  const via = gateway === undefined ? "" : ` via ${gateway.toString()}`;
  const through = device === undefined ? "" : ` dev ${device}`;
  return {
    label: `route ${printPrefix(destination)}${via}${through}${table === 254 ? "" : ` table ${table}`}`,
    value: route,
  };
}

function ruleItem(rule: VirtualRule): Item {
  const from = rule.from === undefined ? "" : ` from ${printPrefix(rule.from)}`;
  const to = rule.to === undefined ? "" : ` to ${printPrefix(rule.to)}`;
  return { label: `rule ${rule.priority}${from}${to}`, value: rule };
}

function tracker(what: string, name: string, weight: Weight): Item {
  return {
    label: `${what} ${name}`,
    value: weight,
    words: `weight ${weight.value}${weight.reverse ? " reverse" : ""}`,
  };
}
