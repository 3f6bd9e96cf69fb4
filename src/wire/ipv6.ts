import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { IpAddress } from "../base/ip-address.ts";

/**
 * An IPv6 packet as a packet socket delivers it (RFC 8200 §3). Extension headers are left in the payload: those who
 * speak VRRP send none.
 *
 *      0  version 6 (4 bits), traffic class, flow label
 *      4  payload length (16 bits) | next header | hop limit
 *      8  source address
 *     24  destination address
 *     40  payload
 */
export type Ipv6Packet = {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly hopLimit: number;
  readonly nextHeader: number;
  /** A view of as many bytes as the header says: link-layer padding is left out. */
  readonly payload: Uint8Array;
};

/**
 * Why bytes are not an IPv6 packet, in the order of the checks:
 * - `truncated`: less than 40 bytes;
 * - `version`: not IPv6;
 * - `payload-length`: more than there are bytes.
 */
export type Ipv6Error = "truncated" | "version" | "payload-length";

const headerLength = 40;

export function decodeIpv6(bytes: Uint8Array): Decoded<Ipv6Packet, Ipv6Error> {
  if (bytes.length < headerLength) return failed("truncated");
  if ((bytes[0] ?? 0) >> 4 !== 6) return failed("version");
  const end = headerLength + (((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0));
  if (end > bytes.length) return failed("payload-length");
  return decoded({
    source: IpAddress.fromBytes(bytes.subarray(8, 24)),
    destination: IpAddress.fromBytes(bytes.subarray(24, 40)),
    hopLimit: bytes[7] ?? 0,
    nextHeader: bytes[6] ?? 0,
    payload: bytes.subarray(headerLength, end),
  });
}
