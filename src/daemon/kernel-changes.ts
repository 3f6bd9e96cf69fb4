import { printPrefix } from "../base/ip-address.ts";
import type { Link, NetworkChange as KernelChange } from "../platform/ports.ts";
import { ruleIdentity } from "../wire/netlink/policy-identity.ts";
import type { Held } from "../vrrp/held.ts";
import type { VirtualAddress, VirtualRoute } from "../vrrp/network-config.ts";

type LinkOf = (name: string) => Link | undefined;
type Verb = "add" | "remove";

/**
 * What the kernel is to be asked for, with interfaces by their numbers; made piece by piece, as there may be thousands.
 * Routes need the addresses and rules the routes: last in, first out.
 */
export class KernelChanges {
  readonly size: number;
  readonly #verb: Verb;
  readonly #what: Held;
  readonly #linkOf: LinkOf;

  constructor(verb: Verb, what: Held, linkOf: LinkOf) {
    this.#verb = verb;
    this.#what = what;
    this.#linkOf = linkOf;
    this.size = what.addresses.length + what.routes.length + what.rules.length;
  }

  /** Those from `start` to before `end`, without what names an interface that does not exist. */
  slice(start: number, end: number): readonly KernelChange[] {
    const changes: KernelChange[] = [];
    for (let index = start; index < Math.min(end, this.size); index += 1) {
      const change = this.#at(index);
      if (change !== undefined) changes.push(change);
    }
    return changes;
  }

  #at(index: number): KernelChange | undefined {
    const { addresses, routes, rules } = this.#what;
    const [addressStart, routeStart, ruleStart] =
      this.#verb === "add"
        ? [0, addresses.length, addresses.length + routes.length]
        : [rules.length + routes.length, rules.length, 0];
    const address = addresses[index - addressStart];
    if (address !== undefined) return addressChange(this.#verb, address, this.#linkOf);
    const route = routes[index - routeStart];
    if (route !== undefined) return routeChange(this.#verb, route, this.#linkOf);
    const rule = rules[index - ruleStart];
    return rule === undefined ? undefined : { kind: `${this.#verb}-rule`, rule };
  }
}

function addressChange(verb: Verb, address: VirtualAddress, linkOf: LinkOf): KernelChange | undefined {
  const interfaceIndex = linkOf(address.interface)?.index;
  if (interfaceIndex === undefined) return undefined;
  const { prefix, scope, label, broadcast, peer, preferredLifetime, flags } = address;
  const spec = { interfaceIndex, prefix, scope, label, broadcast, peer, preferredLifetime, flags };
  return { kind: `${verb}-address`, address: spec };
}

function routeChange(verb: Verb, route: VirtualRoute, linkOf: LinkOf): KernelChange | undefined {
  const { interface: name, nexthops, ...rest } = route;
  const interfaceIndex = indexOf(name, linkOf);
  if (interfaceIndex === "missing") return undefined;
  if (nexthops === undefined) return { kind: `${verb}-route`, route: { ...rest, interfaceIndex } };
  const ways = nexthops.map((way) => ({ ...way, interfaceIndex: indexOf(way.interface, linkOf) }));
  const known = ways.flatMap(({ interfaceIndex: index, ...way }) =>
    index === "missing" ? [] : [{ ...way, interfaceIndex: index }],
  );
  if (known.length < ways.length) return undefined;
  return { kind: `${verb}-route`, route: { ...rest, interfaceIndex, nexthops: known } };
}

function indexOf(name: string | undefined, linkOf: LinkOf): number | undefined | "missing" {
  return name === undefined ? undefined : (linkOf(name)?.index ?? "missing");
}

/** "address 192.0.2.100/32", "route 203.0.113.0/24", "rule ipv4 500 from 192.0.2.0/24 to all". */
export function printKernelChange(change: KernelChange): string {
  if ("address" in change) return `address ${printPrefix(change.address.prefix)}`;
  return "route" in change ? `route ${printPrefix(change.route.destination)}` : ruleIdentity(change.rule);
}
