import { type Family, hostPrefixLength, type IpAddress, type Prefix } from "../base/ip-address.ts";
import type { InstanceConfig, VrrpConfig } from "../vrrp/config.ts";
import type { VirtualDevice } from "../vrrp/devices.ts";
import { invent } from "./invented-addresses.ts";
import { trackedInterfaces } from "./trackables.ts";

/** A node as its files say: `configs` are all configurations that it will ever have, the first one first. */
export type NodePlan = {
  readonly name: string;
  readonly configs: readonly VrrpConfig[];
  readonly devices: readonly VirtualDevice[];
};

/** One end of a cable. */
export type Port = { readonly node: string; readonly interface: string };

/** Ports that hear one another. */
export type Segment = { readonly name: string; readonly ports: readonly Port[] };

/** `invented`: the files do not say which address the machine has there. */
export type OwnAddress = { readonly interface: string; readonly prefix: Prefix; readonly invented: boolean };

export type NodeNetwork = {
  /** Those that the files name, without the virtual ones above them. */
  readonly interfaces: readonly string[];
  readonly devices: readonly { readonly name: string; readonly base: string }[];
  readonly addresses: readonly OwnAddress[];
};

/** The virtual network of a rehearsal. */
export type Network = { readonly segments: readonly Segment[]; readonly nodes: ReadonlyMap<string, NodeNetwork> };

/**
 * What the files tell of the network: interfaces of one name are on one segment, those of one virtual router are, and
 * `given` segments are as they are. Where the files do not tell a machine's own address it is invented, the same one
 * for the same files.
 */
export function deriveNetwork(nodes: readonly NodePlan[], given: readonly Segment[] = []): Network {
  const interfaces = new Map(nodes.map((node) => [node.name, interfacesOf(node)] as const));
  const segments = joinSegments(nodes, interfaces, given);
  const networks = nodes.map((node): readonly [string, NodeNetwork] => {
    const devices = node.devices.map(({ name, base }) => ({ name, base }));
    const addresses = addressesOf(node, nodes, interfaces.get(node.name) ?? []);
    return [node.name, { interfaces: interfaces.get(node.name) ?? [], devices, addresses }];
  });
  return { segments, nodes: new Map(networks) };
}

/** Interfaces that something is on or depends on. */
function interfacesOf({ configs, devices }: NodePlan): readonly string[] {
  const virtual = new Set(devices.map(({ name }) => name));
  const named = configs.flatMap((config) => [
    ...config.instances.map((instance) => instance.interface),
    ...trackedInterfaces(config),
    ...config.instances.flatMap(({ addresses, excludedAddresses }) =>
      [...addresses, ...excludedAddresses].map((address) => address.interface),
    ),
    ...devices.map(({ base }) => base),
  ]);
  return Array.from(new Set(named)).filter((name) => name !== "" && !virtual.has(name));
}

/** Which ports are together; `given` wins over the names, and what is given is in no other segment. */
function joinSegments(
  nodes: readonly NodePlan[],
  interfaces: ReadonlyMap<string, readonly string[]>,
  given: readonly Segment[],
): readonly Segment[] {
  const taken = new Set(given.flatMap(({ ports }) => ports.map(portKey)));
  const segmentOf = new Map<string, string>();
  for (const { name, ports } of given) for (const port of ports) segmentOf.set(portKey(port), name);
  const free = nodes
    .flatMap((node) => (interfaces.get(node.name) ?? []).map((name) => ({ node: node.name, interface: name })))
    .filter((port) => !taken.has(portKey(port)) && port.interface !== "lo");
  // A segment that was given may have the name of an interface.
  const names = new Set(given.map(({ name }) => name));
  const nameOf = (port: Port): string => (names.has(port.interface) ? `${port.interface} (others)` : port.interface);
  for (const port of free) segmentOf.set(portKey(port), nameOf(port));
  for (const [one, other] of routerPorts(nodes)) {
    const [from, to] = [segmentOf.get(portKey(other)), segmentOf.get(portKey(one))];
    if (from === undefined || to === undefined || from === to || taken.has(portKey(one)) || taken.has(portKey(other))) {
      continue;
    }
    for (const [key, name] of segmentOf) if (name === from) segmentOf.set(key, to);
  }
  const ports = [...given.flatMap((segment) => segment.ports), ...free];
  const joined = new Map<string, Port[]>();
  for (const port of ports) {
    const name = segmentOf.get(portKey(port)) ?? port.interface;
    joined.set(name, [...(joined.get(name) ?? []), port]);
  }
  return Array.from(joined, ([name, members]) => ({ name, ports: members }));
}

/** The ports of each two nodes that have the same virtual router by multicast. */
function routerPorts(nodes: readonly NodePlan[]): readonly (readonly [Port, Port])[] {
  const first = new Map<string, Port>();
  const pairs: (readonly [Port, Port])[] = [];
  for (const { name, configs } of nodes) {
    for (const instance of configs[0]?.instances ?? []) {
      if (instance.transport.kind !== "multicast") continue;
      const key = routerKey(instance);
      const port = { node: name, interface: instance.interface };
      const known = first.get(key);
      if (known === undefined) first.set(key, port);
      else if (known.node !== name) pairs.push([known, port]);
    }
  }
  return pairs;
}

/** Number and addresses: a number alone may be used on several segments. */
function routerKey({ family, vrid, addresses }: InstanceConfig): string {
  return [family, vrid, ...addresses.map(({ prefix }) => prefix.address.toString()).sort()].join(" ");
}

export function portKey({ node, interface: name }: Port): string {
  return `${node}:${name}`;
}

/** The addresses that a machine has of its own, those that the files tell first. */
function addressesOf(node: NodePlan, nodes: readonly NodePlan[], interfaces: readonly string[]): readonly OwnAddress[] {
  const instances = node.configs.flatMap((config) => config.instances);
  const known = new Map<string, OwnAddress>();
  const add = (name: string, prefix: Prefix, invented: boolean): void => {
    const key = `${name} ${prefix.address.toString()}`;
    if (!known.has(key)) known.set(key, { interface: name, prefix, invented });
  };
  for (const { interface: name, sourceAddress } of instances) {
    if (sourceAddress !== undefined) add(name, wide(sourceAddress), false);
  }
  for (const name of interfaces) {
    for (const family of ["ipv4", "ipv6"] as const) {
      if (hasSource(known, name, family)) continue;
      const told = peerAddress(node, nodes, name, family);
      add(name, wide(told ?? invent(node, nodes, name, family)), told === undefined);
    }
  }
  return Array.from(known.values());
}

function hasSource(known: ReadonlyMap<string, OwnAddress>, name: string, family: Family): boolean {
  return Array.from(known.values()).some(
    ({ interface: link, prefix: { address } }) =>
      link === name && address.family === family && (family === "ipv4" || address.isLinkLocal),
  );
}

/** What the others call this node in `unicast_peer`: the one that none of them has for itself. */
function peerAddress(node: NodePlan, nodes: readonly NodePlan[], name: string, family: Family): IpAddress | undefined {
  const unicast = node.configs.flatMap(({ instances }) => instances).filter((each) => each.interface === name);
  const vrids = new Set(unicast.filter(({ transport }) => transport.kind === "unicast").map(({ vrid }) => vrid));
  const others = nodes.filter((each) => each !== node);
  const theirs = others.flatMap(({ configs }) => configs.flatMap(({ instances }) => instances));
  const routers = theirs.filter((each) => each.family === family && vrids.has(each.vrid));
  const own = unicast.flatMap(({ transport }) => (transport.kind === "unicast" ? transport.peers : []));
  const candidates = routers.flatMap(({ transport }) => (transport.kind === "unicast" ? transport.peers : []));
  const isOfOther = (address: IpAddress): boolean =>
    own.some((peer) => peer.equals(address)) || theirs.some(({ sourceAddress }) => sourceAddress?.equals(address));
  return candidates.find((address) => !isOfOther(address));
}

/** With the length of an ordinary network. */
function wide(address: IpAddress): Prefix {
  return { address, length: address.family === "ipv4" ? 24 : Math.min(64, hostPrefixLength("ipv6")) };
}
