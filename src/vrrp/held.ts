import { printPrefix } from "../base/ip-address.ts";
import type { InstanceConfig, VirtualAddress, VirtualRoute } from "./config.ts";
import { isPlainRoute } from "./plain-routes.ts";

/** What a master has in the kernel. */
export type Held = { readonly addresses: readonly VirtualAddress[]; readonly routes: readonly VirtualRoute[] };

/** What an instance holds as master: advertised and excluded addresses, then routes, in the configured order. */
export function held(config: InstanceConfig): Held {
  const routes = config.routes.filter(isPlainRoute);
  return { addresses: [...config.addresses, ...config.excludedAddresses], routes };
}

export function isNothing(what: Held): boolean {
  return Object.values(what).every((list) => list.length === 0);
}

/** What a master must take away and add when its configuration changes. */
export function heldDifference(
  before: InstanceConfig,
  after: InstanceConfig,
): { readonly gone: Held; readonly added: Held } {
  const old = held(before);
  const wanted = held(after);
  return { gone: withoutHeld(old, wanted), added: withoutHeld(wanted, old) };
}

/** What is in the first and not in the second. */
export function withoutHeld(what: Held, other: Held): Held {
  return {
    addresses: without(what.addresses, other.addresses, addressKey),
    routes: without(what.routes, other.routes, routeKey),
  };
}

/** Equal for two addresses that the kernel could not tell apart. */
export function addressKey(address: VirtualAddress): string {
  return `${printPrefix(address.prefix)} ${address.interface} ${address.scope} ${address.label ?? ""} ${address.broadcast?.toString() ?? ""}`;
}

/** Where it is, as network changes name it: "eth0 192.0.2.100/32". */
export function addressPlace(address: VirtualAddress): string {
  return `${address.interface} ${printPrefix(address.prefix)}`;
}

function routeKey(route: VirtualRoute): string {
  return JSON.stringify(route);
}

function without<T>(items: readonly T[], others: readonly T[], key: (item: T) => string): readonly T[] {
  const keys = new Set(others.map(key));
  return items.filter((item) => !keys.has(key(item)));
}
