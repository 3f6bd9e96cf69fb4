import { printSeconds, toMilliseconds, toSeconds } from "../../base/time.ts";
import type { InstanceConfig, VirtualAddress } from "../../vrrp/config.ts";
import { effectivePriority } from "../../vrrp/priority.ts";
import type { InstanceStatus } from "../../vrrp/status.ts";
import { addressLine } from "./address-line.ts";
import { effectiveConduct } from "./conduct.ts";
import { deviceOf, ownDevice } from "./devices.ts";
import type { ConductDefaults, DumpFacts, InterfaceFacts } from "./facts.ts";
import { mask } from "./json.ts";
import { block, enabledDisabled, type Line, onOff, section, trueFalse, yesNo } from "./lines.ts";
import { scriptLines } from "./notification-lines.ts";
import { routeLine } from "./route-line.ts";
import { ruleLine } from "./rule-line.ts";
import { stateWord } from "./states.ts";
import { trackedLines } from "./tracked-lines.ts";

/** " VRRP Instance = VI_1" and all that stands below it. */
export function instanceBlock(status: InstanceStatus, facts: DumpFacts): string {
  const { config } = status;
  return (
    block(1, [`VRRP Instance = ${config.name}`]) +
    block(3, [
      ...stateLines(status, facts),
      ...timeLines(status, facts),
      ...deviceLines(config, facts.interfaces),
      ...transportLines(status, facts),
      ...announcementLines(config),
      ...electionLines(status, facts),
      ...addressLines(status),
      ...peerLines(config, facts),
      ...section("Virtual Routes :", config.routes.map(routeLine)),
      ...section("Virtual Rules :", (config.rules ?? []).map(ruleLine)),
      ...trackedLines(config),
      ...notificationLines(config, facts),
    ])
  );
}

function stateLines(status: InstanceStatus, { defaults }: DumpFacts): readonly Line[] {
  const { config, group, state, master, faults } = status;
  const pending = faults.filter(({ kind }) => kind === "script-pending").length;
  const others = faults.filter(({ kind }) => kind !== "script-pending" && kind !== "group").length;
  const nobody = config.family === "ipv4" ? "0.0.0.0" : "::";
  const isBackup = state === "backup";
  return [
    `VRRP Version = ${config.version}`,
    config.family === "ipv6" && "Using Native IPv6",
    group !== undefined && `Sync group = ${group}`,
    `State = ${stateWord(state)}`,
    isBackup && `Master router = ${master?.address.toString() ?? nobody}`,
    isBackup && `Master priority = ${master?.priority ?? 0}`,
    isBackup && config.version === 3 && `Master advert int = ${toSeconds(status.masterInterval).toFixed(2)} sec`,
    ...flagLines(config, defaults),
    `Wantstate = ${stateWord(status.wants)}`,
    "Number of config faults = 0",
    `Number of interface and track script faults = ${others}`,
    `Number of track scripts init = ${pending}`,
  ];
}

/** The heading has "none" unless one is set of those below it or of those that have lines elsewhere. */
function flagLines(config: InstanceConfig, defaults: ConductDefaults): readonly Line[] {
  const { transport, preempt, device, delivery } = config;
  const isUnicast = transport.kind === "unicast";
  const flags = [
    isUnicast && "  Using unicast",
    delivery?.faultWithoutPeers && "  If unicast go to fault state if no peers",
  ];
  const elsewhere = [
    !preempt,
    device?.virtualMac,
    device?.ipvlan,
    device?.promoteSecondaries,
    device?.ignoreInterfaceFaults,
    effectiveConduct(config, defaults).skipCheckAdvertAddresses,
  ];
  return [[...flags, ...elsewhere].some(Boolean) ? "Flags:" : "Flags: none", ...flags];
}

function timeLines({ since, deadline, masterDownInterval }: InstanceStatus, { calendar }: DumpFacts): readonly Line[] {
  const last = since && calendar(since);
  const next = deadline && calendar(deadline);
  return [
    `Last transition = ${last === undefined ? "0.000000 (never)" : `${last.seconds} (${last.words})`}`,
    `Read timeout = ${next === undefined ? "DISABLED" : `${next.seconds} (${next.words})`}`,
    `Master down timer = ${masterDownInterval} usecs`,
  ];
}

function deviceLines(config: InstanceConfig, interfaces: readonly InterfaceFacts[]): readonly Line[] {
  const own = ownDevice(config);
  const { device, interface: base } = config;
  const isUp = onOff(
    interfaces.some(({ name, up, running }) => name === own && up && running),
    trueFalse,
  );
  const transmits = device?.transmitFromBase === true;
  const kind = device?.virtualMac === undefined ? "ipvlan" : "vmac";
  return [
    device?.virtualMac && `Use VMAC, i/f name ${own}, is_up = ${isUp}, xmit_base = ${onOff(transmits, trueFalse)}`,
    device?.ipvlan && `Use IPVLAN, i/f ${own}, is_up = ${isUp}, type ${device.ipvlan.mode ?? "bridge"}`,
    own === undefined
      ? `Interface = ${base}`
      : `Interface = ${own}, ${kind} on ${base}${transmits ? ", xmit base i/f" : ""}`,
    device?.ignoreInterfaceFaults && "VRRP interface tracking disabled",
  ];
}

function transportLines({ config, source }: InstanceStatus, { defaults, interfaces }: DumpFacts): readonly Line[] {
  const conduct = effectiveConduct(config, defaults);
  const { transport, family, sourceAddress } = config;
  const index = interfaces.find(({ name }) => name === (ownDevice(config) ?? config.interface))?.index;
  const scope = family === "ipv6" ? `, ifindex ${index ?? 0}` : "";
  return [
    conduct.skipCheckAdvertAddresses && "Skip checking advert IP addresses",
    conduct.strict && "Enforcing strict VRRP compliance",
    source && `Using src_ip = ${source.toString()}${sourceAddress === undefined ? "" : " (from configuration)"}`,
    transport.kind === "multicast" && `Multicast address ${transport.group.toString()}${scope}`,
  ];
}

function announcementLines({ announcements }: InstanceConfig): readonly Line[] {
  return [
    `Gratuitous ARP delay = ${printSeconds(announcements.delay)}`,
    `Gratuitous ARP repeat = ${announcements.repeat}`,
    `Gratuitous ARP refresh = ${printSeconds(announcements.refresh)}`,
    `Gratuitous ARP refresh repeat = ${announcements.refreshRepeat}`,
    `Gratuitous ARP lower priority delay = ${printSeconds(announcements.lowerPriorityDelay)}`,
    `Gratuitous ARP lower priority repeat = ${announcements.lowerPriorityRepeat}`,
  ];
}

function electionLines(status: InstanceStatus, { defaults }: DumpFacts): readonly Line[] {
  const { config, masterInterval } = status;
  const conduct = effectiveConduct(config, defaults);
  const total = status.parts.reduce((sum, part) => sum + part.amount, config.priority);
  const isLearned = config.version === 3 && status.state === "backup";
  return [
    `Down timer adverts = ${config.downTimerAdverts}`,
    `Send advert after receive lower priority advert = ${onOff(config.advertToLowerPriority, trueFalse)}`,
    `Send advert after receive higher priority advert = ${onOff(conduct.higherPrioritySendAdvert, trueFalse)}`,
    `Virtual Router ID = ${config.vrid}`,
    `Priority = ${config.priority}`,
    `Effective priority = ${effectivePriority(config.priority, status.parts)}`,
    `Total priority = ${total}`,
    config.version === 2
      ? `Advert interval = ${printSeconds(config.advertInterval)} sec`
      : `Advert interval = ${toMilliseconds(config.advertInterval)} milli-sec`,
    isLearned && `Master advert interval = ${toMilliseconds(masterInterval)} milli-sec`,
    `Accept = ${onOff(conduct.accept, enabledDisabled)}`,
    `Preempt = ${onOff(config.preempt, enabledDisabled)}`,
    config.preemptDelay > 0 && `Preempt delay = ${printSeconds(config.preemptDelay)} secs`,
    `Promote_secondaries = ${onOff(config.device?.promoteSecondaries === true, enabledDisabled)}`,
    ...authenticationLines(config),
  ];
}

/** Version 3 has no authentication (RFC 9568 §9). */
function authenticationLines({ version, authentication }: InstanceConfig): readonly Line[] {
  if (version === 3) return [];
  if (authentication.kind === "none") return ["Authentication type = none"];
  if (authentication.kind === "header") return ["Authentication type = IPSEC_AH"];
  return ["Authentication type = SIMPLE_PASSWORD", `Password = ${mask}`];
}

function addressLines({ config, held }: InstanceStatus): readonly Line[] {
  const print = (address: VirtualAddress): string => addressLine(address, held.has(address), deviceOf(address, config));
  return [
    `Virtual IP (${config.addresses.length}):`,
    ...config.addresses.map((address) => `  ${print(address)}`),
    ...section("Virtual IP Excluded :", config.excludedAddresses.map(print)),
  ];
}

function peerLines(config: InstanceConfig, { defaults }: DumpFacts): readonly Line[] {
  const { transport, delivery } = config;
  if (transport.kind !== "unicast") return [];
  const peers = transport.peers.map((peer) => {
    const limits = delivery?.peerLimits?.find((each) => each.peer.equals(peer));
    return `${peer.toString()} min_ttl ${limits?.minimum ?? 0} max_ttl ${limits?.maximum ?? 255}`;
  });
  const { checkSource } = effectiveConduct(config, defaults);
  return [
    `Unicast TTL = ${delivery?.timeToLive ?? 255}`,
    `Check unicast src : ${onOff(checkSource, yesNo)}`,
    ...section("Unicast Peer :", peers),
    `Unicast checksum compatibility = ${delivery?.oldChecksum === undefined ? "no" : delivery.oldChecksum}`,
  ];
}

function notificationLines({ name }: InstanceConfig, { instance }: DumpFacts): readonly Line[] {
  const facts = instance(name);
  return [
    `Using smtp notification = ${onOff(facts.mail, yesNo)}`,
    `Notify deleted = ${facts.deleted ? "Deleted" : "Fault"}`,
    ...scriptLines(facts),
    `Notify priority changes = ${onOff(facts.priorityChanges, trueFalse)}`,
  ];
}
