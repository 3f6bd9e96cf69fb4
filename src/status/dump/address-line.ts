import { hostPrefixLength, type Prefix, printPrefix } from "../../base/ip-address.ts";
import { toSeconds } from "../../base/time.ts";
import type { VirtualAddress } from "../../vrrp/config.ts";

const scopeNames: ReadonlyMap<number, string> = new Map([
  [0, "global"],
  [200, "site"],
  [253, "link"],
  [254, "host"],
  [255, "nowhere"],
]);

/**
 * "192.0.2.100/24 dev eth0 scope global set"; `isSet`: it is held now; `device`: where it is, when that is not its
 * interface.
 */
export function addressLine(address: VirtualAddress, isSet: boolean, device: string = address.interface): string {
  const { prefix, broadcast, scope, label, peer, flags = [] } = address;
  return [
    briefPrefix(prefix),
    broadcast && `brd ${broadcast.toString()}`,
    `dev ${device}`,
    `scope ${scopeNames.get(scope) ?? scope}`,
    label !== undefined && `label ${label}`,
    peer && `peer ${printPrefix(peer)}`,
    ...flags,
    prefix.address.family === "ipv6" && lifetime(address),
    isSet && "set",
  ]
    .filter(Boolean)
    .join(" ");
}

/** Without the length that says nothing. */
export function briefPrefix(prefix: Prefix): string {
  const { address, length } = prefix;
  return length === hostPrefixLength(address.family) ? address.toString() : printPrefix(prefix);
}

function lifetime({ preferredLifetime }: VirtualAddress): string {
  if (preferredLifetime === undefined) return "preferred_lft forever";
  return preferredLifetime === 0 ? "deprecated" : `preferred_lft ${toSeconds(preferredLifetime)}`;
}
