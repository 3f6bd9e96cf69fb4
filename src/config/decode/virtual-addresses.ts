import { addressLength, printPrefix } from "../../base/ip-address.ts";
import type { Family } from "../../base/ip-address.ts";
import type { VirtualAddress } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import type { PlacedAddress } from "./addresses.ts";
import { printAddress } from "./prefix.ts";

/** What an instance holds, advertised and not. */
export type AddressSets = {
  readonly addresses: readonly VirtualAddress[];
  readonly excludedAddresses: readonly VirtualAddress[];
};

/** The largest count field (RFC 9568 §5.2.5). */
const maximumAddresses = 255;
/** Bytes of an Ethernet frame's payload, and of the headers and the password around the addresses in an advert. */
const ethernetMtu = 1500;
const advertOverhead: Readonly<Record<Family, number>> = { ipv4: 20 + 8 + 8, ipv6: 40 + 8 };

/** How many addresses of a family fit into one advert. */
export function advertCapacity(family: Family): number {
  return Math.min(maximumAddresses, Math.floor((ethernetMtu - advertOverhead[family]) / addressLength(family)));
}

/**
 * Sorts out what cannot stay in `virtual_ipaddress`: addresses of another family than the first and duplicates are
 * dropped, and what does not fit into an advert is held without being advertised.
 */
export function arrangeAddresses(
  advertised: readonly PlacedAddress[],
  excluded: readonly PlacedAddress[],
  family: Family,
  report: Reporter,
): AddressSets {
  const [only] = advertised;
  if (
    only !== undefined &&
    advertised.length === 1 &&
    excluded.length === 0 &&
    only.address.prefix.address.family === family
  ) {
    return { addresses: [only.address], excludedAddresses: [] };
  }
  const seen = new Set<string>();
  const ofFamily = advertised.filter((entry) => isOfFamily(entry, family, report));
  const wanted = ofFamily.filter((entry) => isNew(entry, seen, report));
  const others = excluded.filter((entry) => isNew(entry, seen, report));
  const capacity = advertCapacity(family);
  const surplus = wanted.slice(capacity);
  if (surplus.length > 0) {
    const message = `only ${capacity} addresses fit into an advert: ${surplus.length} are held without being advertised`;
    report.warning("out-of-range", surplus[0]?.place, message, { cure: "put them into virtual_ipaddress_excluded" });
  }
  return {
    addresses: wanted.slice(0, capacity).map((entry) => entry.address),
    excludedAddresses: [...surplus, ...others].map((entry) => entry.address),
  };
}

function isOfFamily({ address, place }: PlacedAddress, family: Family, report: Reporter): boolean {
  if (address.prefix.address.family === family) return true;
  const message = `address family must match VRRP instance [${printAddress(address.prefix)}] - ignoring`;
  report.error("address-family", place, message, { cure: "put it into virtual_ipaddress_excluded" });
  return false;
}

function isNew({ address, place }: PlacedAddress, seen: Set<string>, report: Reporter): boolean {
  const key = `${printPrefix(address.prefix)} ${address.interface}`;
  if (!seen.has(key)) {
    seen.add(key);
    return true;
  }
  // 2.2.7 takes such a file without a word.
  report.warning("duplicate", place, `VIP duplicates ${printAddress(address.prefix)} - ignoring`, { effect: "none" });
  return false;
}
