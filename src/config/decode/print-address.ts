import { toSeconds } from "../../base/time.ts";
import type { VirtualAddress } from "../../vrrp/network-config.ts";
import { quoteWord } from "../schema/words.ts";
import { usualLifetime } from "./addresses.ts";
import { printAddress } from "./prefix.ts";

/**
 * The line of `virtual_ipaddress` or `static_ipaddress` that reads back to the same address. The device is left out
 * when it is the one that lines without a device get.
 */
export function printAddressLine(
  address: VirtualAddress & { readonly trackGroup?: string | undefined },
  usualDevice?: string,
): string {
  const { prefix, scope, label, broadcast, peer, flags } = address;
  const words = [
    printAddress(prefix),
    broadcast && `brd ${broadcast.toString()}`,
    address.interface !== "" && address.interface !== usualDevice && `dev ${quoteWord(address.interface)}`,
    scope !== 0 && `scope ${scope}`,
    label !== undefined && `label ${quoteWord(label)}`,
    peer && `peer ${printAddress(peer)}`,
    flags?.join(" "),
    printLifetime(address),
    address.useVmac && "use_vmac",
    address.untracked && "no_track",
    address.trackGroup !== undefined && `track_group ${quoteWord(address.trackGroup)}`,
  ];
  return words.filter((word) => typeof word === "string").join(" ");
}

function printLifetime({ prefix, preferredLifetime }: VirtualAddress): string | undefined {
  if (preferredLifetime === usualLifetime(prefix)) return undefined;
  return `preferred_lft ${preferredLifetime === undefined ? "forever" : toSeconds(preferredLifetime)}`;
}
