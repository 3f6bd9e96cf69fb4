import { IpAddress } from "../../base/ip-address.ts";

/** Senders and groups of one machine's VRRP packets; more than that are no cluster. */
const limit = 256;

const known = new Map<number, IpAddress>();

/**
 * The IPv4 address of the four bytes that start there: the same object for the same address, as long as it is known.
 */
export function knownAddressAt(bytes: Uint8Array, start: number): IpAddress {
  const high = ((bytes[start] ?? 0) << 24) | ((bytes[start + 1] ?? 0) << 16);
  const value = high | ((bytes[start + 2] ?? 0) << 8) | (bytes[start + 3] ?? 0);
  const before = known.get(value);
  if (before !== undefined) return before;
  if (known.size >= limit) known.clear();
  const address = IpAddress.fromBytes(bytes.subarray(start, start + 4));
  known.set(value, address);
  return address;
}
