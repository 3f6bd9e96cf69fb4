import { printPrefix } from "../base/ip-address.ts";
import type { Link, NetworkChange as KernelChange } from "../platform/ports.ts";
import { ruleIdentity } from "../wire/netlink/policy-identity.ts";
import type { Held } from "../vrrp/held.ts";
import type { VirtualRoute } from "../vrrp/network-config.ts";

type LinkOf = (name: string) => Link | undefined;

/**
 * What the kernel is to be asked for: interfaces by their numbers. What names an interface that does not exist is left
 * out. Routes need the addresses and rules the routes: last in, first out.
 */
export function kernelChanges(
  verb: "add" | "remove",
  { addresses, routes, rules }: Held,
  linkOf: LinkOf,
): KernelChange[] {
  const changes: KernelChange[] = [];
  for (const address of addresses) {
    const interfaceIndex = linkOf(address.interface)?.index;
    if (interfaceIndex !== undefined)
      changes.push({ kind: `${verb}-address`, address: { ...address, interfaceIndex } });
  }
  for (const route of routes) {
    const change = routeChange(verb, route, linkOf);
    if (change !== undefined) changes.push(change);
  }
  for (const rule of rules) changes.push({ kind: `${verb}-rule`, rule });
  return verb === "add" ? changes : inverted(changes);
}

function routeChange(verb: "add" | "remove", route: VirtualRoute, linkOf: LinkOf): KernelChange | undefined {
  const { interface: name, nexthops, ...rest } = route;
  const interfaceIndex = indexOf(name, linkOf);
  if (interfaceIndex === "missing") return undefined;
  if (nexthops === undefined) return { kind: `${verb}-route`, route: { ...rest, interfaceIndex } };
  const ways = nexthops.map((way) => ({ ...way, interfaceIndex: indexOf(way.interface, linkOf) }));
  const known = ways.flatMap(({ interfaceIndex: index, ...way }) =>
    index === "missing" ? [] : [{ ...way, interfaceIndex: index }],
  );
  return known.length < ways.length
    ? undefined
    : { kind: `${verb}-route`, route: { ...rest, interfaceIndex, nexthops: known } };
}

function indexOf(name: string | undefined, linkOf: LinkOf): number | undefined | "missing" {
  return name === undefined ? undefined : (linkOf(name)?.index ?? "missing");
}

/** Rules first, then routes, then addresses, each in the order in which they are configured. */
function inverted(changes: readonly KernelChange[]): KernelChange[] {
  return changes.toSorted((a, b) => rank(a) - rank(b));
}

function rank(change: KernelChange): number {
  if ("rule" in change) return 0;
  return "route" in change ? 1 : 2;
}

/** "address 192.0.2.100/32", "route 203.0.113.0/24", "rule ipv4 500 from 192.0.2.0/24 to all". */
export function printKernelChange(change: KernelChange): string {
  if ("address" in change) return `address ${printPrefix(change.address.prefix)}`;
  return "route" in change ? `route ${printPrefix(change.route.destination)}` : ruleIdentity(change.rule);
}
