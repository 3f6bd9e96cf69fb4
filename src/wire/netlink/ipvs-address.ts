import { addressLength, type Family, IpAddress } from "../../base/ip-address.ts";

/** Addresses of either family have the room of an IPv6 address (`union nf_inet_addr`); the family stands elsewhere. */
const unionLength = 16;

/** AF_ */
export const ipvsFamilyNumber = { ipv4: 2, ipv6: 10 } as const satisfies Record<Family, number>;

export function encodeUnion(address: IpAddress): Uint8Array {
  const bytes = new Uint8Array(unionLength);
  bytes.set(address.bytes);
  return bytes;
}

/** Undefined when the attribute is absent or too short. */
export function readUnion(value: Uint8Array | undefined, family: Family): IpAddress | undefined {
  const length = addressLength(family);
  return value === undefined || value.length < length ? undefined : IpAddress.fromBytes(value.subarray(0, length));
}

export function readFamily(number: number | undefined): Family | undefined {
  if (number === ipvsFamilyNumber.ipv4) return "ipv4";
  return number === ipvsFamilyNumber.ipv6 ? "ipv6" : undefined;
}
