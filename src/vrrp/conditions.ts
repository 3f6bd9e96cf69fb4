import type { IpAddress } from "../base/ip-address.ts";
import type { InstanceConfig, SyncGroupConfig } from "./config.ts";
import { advertInterface } from "./devices.ts";
import type { FaultReason } from "./faults.ts";
import type { MaintenanceOrder } from "./maintenance.ts";
import type { PriorityPart } from "./priority.ts";
import { track, type Trackable } from "./tracking.ts";

/** What instances depend on and cannot change. */
export type World = Trackable & {
  /** The printed virtual addresses of all instances, without those that are the machine's own. */
  readonly virtual: ReadonlySet<string>;
  /** Names of the instances without a socket. */
  readonly deaf: ReadonlySet<string>;
  /** The interfaces that an instance depends on by a `track_group`. */
  readonly staticInterfacesOf: (instance: string) => readonly string[];
  /** What withholds an instance of that sync group. */
  readonly orderOf: (instance: string, group: string | undefined) => MaintenanceOrder | undefined;
};

/** What the world means for one instance. */
export type Conditions = {
  /** The address that adverts are sent from; undefined while there is none. */
  readonly source: IpAddress | undefined;
  readonly parts: readonly PriorityPart[];
  /** Reasons for FAULT of its own, and those that all members of its group have from what the group tracks. */
  readonly own: readonly FaultReason[];
  readonly ofGroup: readonly FaultReason[];
};

export function assess(config: InstanceConfig, group: SyncGroupConfig | undefined, world: World): Conditions {
  const source = sourceOf(config, world);
  const tracked = track(config, world);
  const shared = group === undefined ? undefined : track(group, world);
  const order = world.orderOf(config.name, group?.name);
  const withheld = order === undefined ? [] : [maintenance(order)];
  const isOwn = group === undefined || order?.target === config.name;
  return {
    source,
    parts: [...tracked.parts, ...(shared?.parts ?? [])],
    own: [
      ...interfaceFaults(config, source, world),
      ...tracked.faults,
      ...staticFaults(config, world),
      ...(isOwn ? withheld : []),
    ],
    ofGroup: [...(shared?.faults ?? []), ...(isOwn ? [] : withheld)],
  };
}

function maintenance({ by, reason }: MaintenanceOrder): FaultReason {
  return { kind: "maintenance", by, reason };
}

function staticFaults({ name }: InstanceConfig, { interfaces, staticInterfacesOf }: World): readonly FaultReason[] {
  const gone = staticInterfacesOf(name).filter((link) => interfaces.link(link)?.usable !== true);
  return gone.map((link) => ({ kind: "tracked-interface", interface: link, reverse: false }));
}

/** The configured source address, or the interface's own. */
function sourceOf(config: InstanceConfig, { interfaces, virtual }: World): IpAddress | undefined {
  const isVirtual = (address: IpAddress): boolean => virtual.has(address.toString());
  return config.sourceAddress ?? interfaces.source(config.interface, config.family, isVirtual);
}

function interfaceFaults(
  config: InstanceConfig,
  source: IpAddress | undefined,
  { interfaces, deaf }: World,
): readonly FaultReason[] {
  const { name, interface: link, family, transport, sourceAddress } = config;
  const fault = interfaces.fault(link, transport.kind === "multicast");
  const ignored = fault?.kind === "interface-down" && config.device?.ignoreInterfaceFaults === true;
  if (fault !== undefined && !ignored) return [fault];
  if (transport.kind === "unicast" && transport.peers.length === 0) return [{ kind: "no-peers" }];
  const virtual = config.device?.virtualMac?.interface;
  const isDown = virtual !== undefined && interfaces.link(virtual)?.usable === false;
  if (isDown && config.device?.ignoreInterfaceFaults !== true) return [{ kind: "interface-down", interface: virtual }];
  if (deaf.has(name)) {
    const device = advertInterface(config);
    const isMissing = interfaces.link(device) === undefined;
    return [{ kind: isMissing ? "interface-missing" : "no-socket", interface: device }];
  }
  if (config.delivery?.trackSourceAddress === true && sourceAddress !== undefined) {
    if (!interfaces.hasAddress(sourceAddress)) return [{ kind: "source-address-missing", address: sourceAddress }];
  }
  return source === undefined ? [{ kind: "no-source-address", interface: link, family }] : [];
}
