import type { Family } from "../../base/ip-address.ts";
import {
  addChain,
  addElements,
  addMap,
  addRule,
  addSet,
  addTable,
  keyType,
  type TableMessage,
  type TableName,
} from "../../wire/netlink/nftables.ts";
import {
  counter,
  duplicate,
  type Expression,
  isEqual,
  isIn,
  loadMeta,
  loadPayload,
  mapped,
  verdict,
} from "../../wire/netlink/nftables-expression.ts";
import type { PacketFilterOptions } from "../ports.ts";

/** Addresses that are shut; those of IPv6 that are link-local together with their interface. */
export const shutSet = "vips";
export const linkLocalSet = "vips_link_local";
/** Virtual MAC interfaces, and for each the one that it is on top of. */
export const deviceMap = "vmac_map";
/** The same interfaces without what they are on top of; only of IPv6. */
export const deviceSet = "vmac_set";
const discoverySet = "neighbor-discovery";

const ipv4Offset = { protocol: 9, source: 12, destination: 16 } as const;
const ipv6Offset = { source: 8, destination: 24 } as const;
const igmp = Uint8Array.of(2);
const icmp6 = Uint8Array.of(58);
const routerSolicitation = 133;
/** Router solicitation to redirect: all of RFC 4861. Without them nobody would find the virtual router. */
const discoveryTypes = [routerSolicitation, 134, 135, 136, 137];
/** Report, done and second report (RFC 2710, RFC 3810). */
const listenerTypes = [131, 132, 143];
const listenerSet = "listener-reports";

/** A table with the chains and sets that drop packets to and from addresses. */
export function shuttingTable(name: TableName, options: PacketFilterOptions): readonly TableMessage[] {
  const { priority } = options;
  const chains = [addTable(name), addChain(name, "in", "input", priority), addChain(name, "out", "output", priority)];
  return [...chains, ...(name.family === "ipv4" ? ipv4Rules(name, options) : ipv6Rules(name, options))];
}

function ipv4Rules(name: TableName, options: PacketFilterOptions): readonly TableMessage[] {
  const drop = (offset: number): readonly Expression[] => [
    loadPayload("network", offset, keyType.ipv4Address.length, 1),
    isIn(shutSet, 1),
    ...dropped(options),
  ];
  return [
    addSet(name, shutSet, 1, keyType.ipv4Address),
    addRule(name, "in", drop(ipv4Offset.destination)),
    addRule(name, "out", drop(ipv4Offset.source)),
  ];
}

function ipv6Rules(name: TableName, options: PacketFilterOptions): readonly TableMessage[] {
  const rules = (chain: "in" | "out"): readonly TableMessage[] => {
    const offset = chain === "in" ? ipv6Offset.destination : ipv6Offset.source;
    const address = loadPayload("network", offset, keyType.ipv6Address.length, 1);
    const link = loadMeta(chain === "in" ? "incomingInterface" : "outgoingInterface", 2);
    return [
      addRule(name, chain, [...icmp6TypeIn(discoverySet), verdict("accept")]),
      addRule(name, chain, [address, link, isIn(linkLocalSet, 1), ...dropped(options)]),
      addRule(name, chain, [address, isIn(shutSet, 1), ...dropped(options)]),
    ];
  };
  return [
    addSet(name, shutSet, 1, keyType.ipv6Address),
    addSet(name, linkLocalSet, 2, keyType.ipv6AddressOnInterface),
    addSet(name, discoverySet, 3, keyType.icmp6Type),
    addElements(name, discoverySet, elementsOf(discoveryTypes)),
    ...rules("in"),
    ...rules("out"),
  ];
}

/**
 * A chain that keeps multicast memberships and router solicitations of virtual MAC interfaces to itself, and tells the
 * memberships by the interface below. A switch that learnt from them where the virtual MAC address is would be wrong
 * on a backup.
 */
export function quietingChain(name: TableName, options: PacketFilterOptions): readonly TableMessage[] {
  const chain = "vmac_out";
  const types = { key: keyType.interfaceIndex, value: keyType.interfaceIndex };
  const link = loadMeta("outgoingInterface", 2);
  const start = [addTable(name), addChain(name, chain, "output", options.priority), addMap(name, deviceMap, 4, types)];
  const elsewhere = (destination: number, length: number): readonly Expression[] => [
    loadPayload("network", destination, length, 1),
    link,
    mapped(deviceMap, 2),
    duplicate(1, 2),
    ...dropped(options),
  ];
  if (name.family === "ipv4") {
    const isIgmp = [loadPayload("network", ipv4Offset.protocol, 1, 1), isEqual(1, igmp)];
    return [...start, addRule(name, chain, [...isIgmp, ...elsewhere(ipv4Offset.destination, 4)])];
  }
  const solicits = [...icmp6Type(), isEqual(1, Uint8Array.of(routerSolicitation))];
  return [
    ...start,
    addSet(name, listenerSet, 5, keyType.icmp6Type),
    addSet(name, deviceSet, 6, keyType.interfaceIndex),
    addElements(name, listenerSet, elementsOf(listenerTypes)),
    addRule(name, chain, [...icmp6TypeIn(listenerSet), ...elsewhere(ipv6Offset.destination, 16)]),
    addRule(name, chain, [...solicits, link, isIn(deviceSet, 2), ...dropped(options)]),
  ];
}

/** Tables of both families are called the same. */
export function tableName(family: Family, { table }: PacketFilterOptions): TableName {
  return { family, table };
}

function dropped({ counters }: PacketFilterOptions): readonly Expression[] {
  return counters ? [counter, verdict("drop")] : [verdict("drop")];
}

/** Loads the type of an ICMPv6 message into register 1; other packets leave the rule. */
function icmp6Type(): readonly Expression[] {
  return [loadMeta("transportProtocol", 1), isEqual(1, icmp6), loadPayload("transport", 0, 1, 1)];
}

function icmp6TypeIn(set: string): readonly Expression[] {
  return [...icmp6Type(), isIn(set, 1)];
}

function elementsOf(numbers: readonly number[]): readonly { readonly key: Uint8Array }[] {
  return numbers.map((number) => ({ key: Uint8Array.of(number) }));
}
