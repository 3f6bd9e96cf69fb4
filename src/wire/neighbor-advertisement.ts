import { assert } from "../base/assert.ts";
import { internetChecksum } from "../base/checksum.ts";
import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { IpAddress } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import { ipProtocol, ipv6PseudoHeader, type Path } from "./ip.ts";

/**
 * An ICMPv6 neighbour advertisement together with the addresses of its packet (RFC 4861 §4.4). The packet's hop
 * limit must be 255, which is the business of who carries it.
 *
 *      0  type 136 | code 0 | checksum
 *      4  R S O | reserved (29 bits)
 *      8  target address (16 bytes)
 *     24  options: type | length in units of 8 bytes | ...
 *         target link-layer address: 2 | 1 | MAC (6 bytes)
 */
export type NeighborAdvertisement = {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** The address that is announced. */
  readonly target: IpAddress;
  /** Of the target; undefined without the option. */
  readonly mac: MacAddress | undefined;
  /** R: the sender is a router. */
  readonly router: boolean;
  /** S: answers a solicitation; never to a multicast destination. */
  readonly solicited: boolean;
  /** O: replaces what the neighbours have cached. */
  readonly override: boolean;
};

/**
 * Why bytes are not an advertisement that a node may believe (RFC 4861 §7.1.2), in the order of the checks:
 * - `truncated`: less than 24 bytes;
 * - `type`, `code`: not 136, not 0;
 * - `checksum`: wrong over the pseudo-header and the message;
 * - `multicast-target`: announces a multicast address;
 * - `multicast-solicited`: S set, yet sent to a group;
 * - `option`: one of length zero, one that ends after the message, or a link-layer address that is not a MAC.
 */
export type NeighborAdvertisementError =
  | "truncated"
  | "type"
  | "code"
  | "checksum"
  | "multicast-target"
  | "multicast-solicited"
  | "option";

const typeNeighborAdvertisement = 136;
const headerLength = 24;
const optionUnit = 8;
const optionTargetLinkLayer = 2;
const flag = { router: 0x80, solicited: 0x40, override: 0x20 } as const;

/** 32 bytes, or 24 without `mac`. */
export function encodeNeighborAdvertisement(value: NeighborAdvertisement): Uint8Array {
  assert(value.target.family === "ipv6", "a neighbour advertisement carries an IPv6 address");
  const bytes = new Uint8Array(headerLength + (value.mac === undefined ? 0 : optionUnit));
  bytes[0] = typeNeighborAdvertisement;
  bytes[4] =
    (value.router ? flag.router : 0) | (value.solicited ? flag.solicited : 0) | (value.override ? flag.override : 0);
  bytes.set(value.target.bytes, 8);
  if (value.mac !== undefined) {
    bytes[24] = optionTargetLinkLayer;
    bytes[25] = 1;
    bytes.set(value.mac.bytes, 26);
  }
  const checksum = checksumOver(bytes, value);
  bytes[2] = checksum >> 8;
  bytes[3] = checksum & 0xff;
  return bytes;
}

/** `bytes` is the ICMPv6 message; `path` is that of its IPv6 packet. */
export function decodeNeighborAdvertisement(
  bytes: Uint8Array,
  path: Path,
): Decoded<NeighborAdvertisement, NeighborAdvertisementError> {
  if (bytes.length < headerLength) return failed("truncated");
  if (bytes[0] !== typeNeighborAdvertisement) return failed("type");
  if (bytes[1] !== 0) return failed("code");
  if (checksumOver(bytes, path) !== 0) return failed("checksum");
  const flags = bytes[4] ?? 0;
  const target = IpAddress.fromBytes(bytes.subarray(8, 24));
  if (target.isMulticast) return failed("multicast-target");
  const solicited = (flags & flag.solicited) !== 0;
  if (solicited && path.destination.isMulticast) return failed("multicast-solicited");
  const options = decodeOptions(bytes.subarray(headerLength));
  if (!options.ok) return options;
  return decoded({
    source: path.source,
    destination: path.destination,
    target,
    mac: options.value,
    router: (flags & flag.router) !== 0,
    solicited,
    override: (flags & flag.override) !== 0,
  });
}

/** Finds the first target link-layer address; options of other types are skipped (RFC 4861 §4.6). */
function decodeOptions(bytes: Uint8Array): Decoded<MacAddress | undefined, "option"> {
  let mac: MacAddress | undefined;
  let offset = 0;
  while (offset < bytes.length) {
    const length = (bytes[offset + 1] ?? 0) * optionUnit;
    if (length === 0 || offset + length > bytes.length) return failed("option");
    if (bytes[offset] === optionTargetLinkLayer) {
      if (length !== optionUnit) return failed("option");
      mac ??= MacAddress.fromBytes(bytes.subarray(offset + 2, offset + optionUnit));
    }
    offset += length;
  }
  return decoded(mac);
}

/** RFC 4443 §2.3; zero over a message whose checksum is right. */
function checksumOver(message: Uint8Array, path: Path): number {
  return internetChecksum(ipv6PseudoHeader(path, ipProtocol.icmp6, message.length), message);
}
