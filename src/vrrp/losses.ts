import { type PolicyIdentity, routeIdentity, ruleIdentity } from "../wire/netlink/policy-identity.ts";
import { addressPlace, type Held, kernelPrefix, placeOf } from "./held.ts";
import type { NetworkChange } from "./inputs.ts";
import type { InterfaceTable } from "./interfaces.ts";
import type { VirtualRoute } from "./network-config.ts";

/** What has happened that routes, rules and static addresses may be gone by. */
export type Losses = {
  /** "eth0 192.0.2.100/32" */
  readonly places: ReadonlySet<string>;
  readonly policies: ReadonlySet<PolicyIdentity>;
  /** Any route or rule may be gone. */
  readonly anyPolicy: boolean;
  /** Interfaces that came back: the kernel takes what is on one that goes down. */
  readonly returned: ReadonlySet<string>;
};

export function lossesOf(changes: readonly NetworkChange[], returned: ReadonlySet<string>): Losses {
  return {
    places: new Set(
      changes.flatMap((change) =>
        change.kind === "address-removed" ? [placeOf(change.interface, change.prefix)] : [],
      ),
    ),
    policies: new Set(changes.flatMap((change) => (change.kind === "policy-removed" ? [change.identity] : []))),
    anyPolicy: changes.some((change) => change.kind === "policies-unknown"),
    returned,
  };
}

/**
 * The part of it that may be gone. What is not tracked stays gone when somebody removes it, but comes back with its
 * interface. An address that is there is not gone; of routes and rules only the kernel knows.
 */
export function lostOf(what: Held, losses: Losses, interfaces: InterfaceTable): Held {
  const { places, policies, anyPolicy, returned } = losses;
  const addresses = what.addresses.filter(
    (address) =>
      ((places.has(addressPlace(address)) && address.untracked !== true) || returned.has(address.interface)) &&
      !interfaces.has(address.interface, kernelPrefix(address)),
  );
  const isLost = (identity: PolicyIdentity): boolean => anyPolicy || policies.has(identity);
  return {
    addresses,
    routes: what.routes.filter(
      (route) =>
        // A route goes with the address that it is sent from.
        addresses.length > 0 ||
        (route.untracked !== true && isLost(routeIdentity(route))) ||
        passesOneOf(route, returned),
    ),
    rules: what.rules.filter((rule) => !rule.untracked && isLost(ruleIdentity(rule))),
  };
}

/** The kernel finds the interface of a gateway itself where none is given: it may be any. */
function passesOneOf(route: VirtualRoute, returned: ReadonlySet<string>): boolean {
  if (returned.size === 0) return false;
  const ways = route.nexthops ?? [route];
  return ways.some((way) => way.interface === undefined || returned.has(way.interface));
}
