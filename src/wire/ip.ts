import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { IpAddress } from "../base/ip-address.ts";

/** The two ends of an IP packet, both of one family. */
export type Path = { readonly source: IpAddress; readonly destination: IpAddress };

/** Protocol and next header numbers (IANA). */
export const ipProtocol = { icmp: 1, authenticationHeader: 51, icmp6: 58, vrrp: 112 } as const;

/**
 * An IPv4 packet as a raw socket delivers it (RFC 791 §3.1). Options are skipped. The header checksum and the
 * fragments have been dealt with by the kernel.
 *
 *     byte 0            1            2            3
 *         +------+-----+------------+-------------------------+
 *      0  |  4   | IHL |    ToS     |      total length       |
 *      4  |    identification       |  flags, fragment offset |
 *      8  |    TTL     |  protocol  |     header checksum     |
 *     12  |                 source address                    |
 *     16  |               destination address                 |
 *     20  |         options: IHL - 5 words of 4 bytes         |
 *         +---------------------------------------------------+
 */
export type Ipv4Packet = {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly ttl: number;
  readonly protocol: number;
  /** Header and payload in bytes, as the header says. */
  readonly totalLength: number;
  /** A view of the bytes from the end of the options to the total length: link-layer padding is left out. */
  readonly payload: Uint8Array;
};

/**
 * Why bytes are not an IPv4 packet, in the order of the checks:
 * - `truncated`: less than 20 bytes;
 * - `version`: not IPv4;
 * - `header-length`: IHL below 5, or a header that ends after the bytes do;
 * - `total-length`: more than there are bytes, or less than the header.
 */
export type Ipv4Error = "truncated" | "version" | "header-length" | "total-length";

const minimumHeaderLength = 20;

/** `addressAt` makes the address of the four bytes that start there. */
export function decodeIpv4(
  bytes: Uint8Array,
  addressAt: (bytes: Uint8Array, start: number) => IpAddress = newAddressAt,
): Decoded<Ipv4Packet, Ipv4Error> {
  if (bytes.length < minimumHeaderLength) return failed("truncated");
  const head = bytes[0] ?? 0;
  if (head >> 4 !== 4) return failed("version");
  const headerLength = (head & 0xf) * 4;
  if (headerLength < minimumHeaderLength || headerLength > bytes.length) return failed("header-length");
  const totalLength = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
  if (totalLength < headerLength || totalLength > bytes.length) return failed("total-length");
  return decoded({
    source: addressAt(bytes, 12),
    destination: addressAt(bytes, 16),
    ttl: bytes[8] ?? 0,
    protocol: bytes[9] ?? 0,
    totalLength,
    payload: bytes.subarray(headerLength, totalLength),
  });
}

function newAddressAt(bytes: Uint8Array, start: number): IpAddress {
  return IpAddress.fromBytes(bytes.subarray(start, start + 4));
}

/** What a checksum covers besides the message of `length` bytes: the form of the path's family. */
export function pseudoHeader(path: Path, protocol: number, length: number): Uint8Array {
  return path.source.family === "ipv4"
    ? ipv4PseudoHeader(path, protocol, length)
    : ipv6PseudoHeader(path, protocol, length);
}

/**
 * Twelve bytes, of the kind that TCP and UDP use (RFC 9293 §3.1).
 *
 *      0  source address
 *      4  destination address
 *      8  zero | protocol | length (16 bits)
 */
export function ipv4PseudoHeader(path: Path, protocol: number, length: number): Uint8Array {
  const bytes = new Uint8Array(12);
  bytes.set(path.source.bytes, 0);
  bytes.set(path.destination.bytes, 4);
  bytes[9] = protocol;
  bytes[10] = length >> 8;
  bytes[11] = length & 0xff;
  return bytes;
}

/**
 * Forty bytes (RFC 8200 §8.1).
 *
 *      0  source address
 *     16  destination address
 *     32  length (32 bits)
 *     36  zero (24 bits) | next header
 */
export function ipv6PseudoHeader(path: Path, nextHeader: number, length: number): Uint8Array {
  const bytes = new Uint8Array(40);
  bytes.set(path.source.bytes, 0);
  bytes.set(path.destination.bytes, 16);
  new DataView(bytes.buffer).setUint32(32, length);
  bytes[39] = nextHeader;
  return bytes;
}
