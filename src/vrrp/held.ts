import { type Prefix, printPrefix } from "../base/ip-address.ts";
import type { InstanceConfig, VirtualAddress, VirtualRoute, VirtualRule } from "./config.ts";

/** What somebody has in the kernel. */
export type Held = {
  readonly addresses: readonly VirtualAddress[];
  readonly routes: readonly VirtualRoute[];
  readonly rules: readonly VirtualRule[];
};

export const nothingHeld: Held = { addresses: [], routes: [], rules: [] };

export function isNothing({ addresses, routes, rules }: Held): boolean {
  return addresses.length + routes.length + rules.length === 0;
}

/** What an instance holds as master: advertised and excluded addresses, routes, rules, in the configured order. */
export function held(config: InstanceConfig): Held {
  const routes = config.routes.filter(isMakeable);
  return { addresses: [...config.addresses, ...config.excludedAddresses], routes, rules: config.rules ?? [] };
}

/** The table of a VRF device is not looked up: without it the route would come into another table. */
function isMakeable({ vrf }: VirtualRoute): boolean {
  return vrf === undefined;
}

/** What a master must take away and add when its configuration changes. */
export function heldDifference(
  before: InstanceConfig,
  after: InstanceConfig,
): { readonly gone: Held; readonly added: Held } {
  const old = held(before);
  return difference(old, held(after));
}

/** What leads from one to the other. */
export function difference(old: Held, wanted: Held): { readonly gone: Held; readonly added: Held } {
  return {
    gone: without(old, wanted),
    added: without(wanted, old),
  };
}

/** The part of the first that is in the second, too. */
export function common(what: Held, other: Held): Held {
  return without(what, without(what, other));
}

/** Equal for two addresses that the kernel could not tell apart. */
export function addressKey(address: VirtualAddress): string {
  const { interface: link, scope, label = "", broadcast, preferredLifetime, flags = [] } = address;
  const more = `${preferredLifetime ?? ""} ${flags.join(" ")} ${address.peer?.address.toString() ?? ""}`;
  return `${printPrefix(kernelPrefix(address))} ${link} ${scope} ${label} ${broadcast?.toString() ?? ""} ${more}`;
}

/** "eth0 192.0.2.100/32": where it is, as network changes tell it. */
export function addressPlace(address: VirtualAddress): string {
  return placeOf(address.interface, kernelPrefix(address));
}

export function placeOf(link: string, prefix: Prefix): string {
  return `${link} ${printPrefix(prefix)}`;
}

/** The prefix that the kernel knows the address by: with a peer, its length is that of the peer. */
export function kernelPrefix({ prefix, peer }: VirtualAddress): Prefix {
  return peer === undefined ? prefix : { address: prefix.address, length: peer.length };
}

/** What is in the first and not in the second. */
export function without(these: Held, others: Held): Held {
  return {
    addresses: remaining(these.addresses, others.addresses, addressKey),
    routes: remaining(these.routes, others.routes, print),
    rules: remaining(these.rules, others.rules, print),
  };
}

function print(item: object): string {
  return JSON.stringify(item);
}

function remaining<T>(items: readonly T[], others: readonly T[], key: (item: T) => string): readonly T[] {
  const keys = new Set(others.map(key));
  return items.filter((item) => !keys.has(key(item)));
}
