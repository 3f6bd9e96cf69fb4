import type { Family } from "../../base/ip-address.ts";
import type { TableKey } from "../../base/lvs-table.ts";
import { addBaseChain, addChain, addRule, addTable, addVerdictMap, flushChain } from "./commands.ts";
import {
  addressTypes,
  concatenation,
  destinationAddress,
  destinationPort,
  equal,
  isFamily,
  isForThisMachine,
  packetMark,
  protocolNumbers,
  transportProtocol,
} from "./expressions.ts";
import type { Json, NftCommand } from "./json.ts";

/**
 * How the first packet of a connection finds the chain of its service; all others of the connection follow what
 * connection tracking remembers, and come to no rule here.
 *
 *     prerouting ─▶ marks ─▶ addresses, for packets to addresses of this machine
 *     output ─────▶ marks ─▶ addresses: clients on this machine
 *
 * As with IPVS a mark comes before an address, a port before all ports, and a packet that is only forwarded is left
 * alone: what a backup routes to the master is balanced there.
 */

const families: readonly Family[] = ["ipv4", "ipv6"];
const markChain = "marks";
const addressChain = "addresses";
const baseChains = ["prerouting", "output"] as const;

/** Makes the table without services, or what is missing of it. Services that are there stay. */
export function composeDispatch(): readonly NftCommand[] {
  const maps = families.flatMap((family) => [
    addVerdictMap(markMap(family), "mark"),
    addVerdictMap(portMap(family), [addressTypes[family], "inet_proto", "inet_service"]),
    addVerdictMap(allPortsMap(family), [addressTypes[family], "inet_proto"]),
  ]);
  const chains = [
    ...[markChain, addressChain].map(addChain),
    ...baseChains.map((hook) => addBaseChain(hook, hook)),
    ...[markChain, addressChain, ...baseChains].map(flushChain),
  ];
  // A rule for each, and not a set of them: see "the moment in which the table changes" in service-chain.ts.
  const toMark = families.flatMap((family) => {
    return Object.values(protocolNumbers).map((protocol) => {
      const conditions = [isFamily(family), equal(transportProtocol, protocol)];
      return addRule(markChain, [...conditions, lookUp(packetMark, markMap(family))]);
    });
  });
  const toAddress = families.flatMap((family) => {
    const address = destinationAddress(family);
    return [
      addRule(addressChain, [lookUp(concatenation([address, transportProtocol, destinationPort]), portMap(family))]),
      addRule(addressChain, [lookUp(concatenation([address, transportProtocol]), allPortsMap(family))]),
    ];
  });
  const rules = [
    ...toMark,
    ...toAddress,
    ...baseChains.map((hook) => addRule(hook, [jump(markChain)])),
    addRule("prerouting", [isForThisMachine, jump(addressChain)]),
    addRule("output", [jump(addressChain)]),
  ];
  return [addTable(), ...maps, ...chains, ...rules];
}

/** The element that leads to a service: the map it is in, and its key there. */
export function dispatchOf(key: TableKey): { readonly map: string; readonly element: Json } {
  if (key.kind === "mark") return { map: markMap(key.family), element: key.mark };
  const { family } = key.address;
  const address = key.address.toString();
  const protocol = protocolNumbers[key.protocol];
  return key.port === 0
    ? { map: allPortsMap(family), element: concatenation([address, protocol]) }
    : { map: portMap(family), element: concatenation([address, protocol, key.port]) };
}

function markMap(family: Family): string {
  return `marks-${family}`;
}

function portMap(family: Family): string {
  return `services-${family}`;
}

function allPortsMap(family: Family): string {
  return `all-ports-${family}`;
}

function lookUp(key: Json, map: string): Json {
  return { vmap: { key, data: `@${map}` } };
}

function jump(target: string): Json {
  return { jump: { target } };
}
