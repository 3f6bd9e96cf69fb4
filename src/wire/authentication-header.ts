import { assert } from "../base/assert.ts";
import { internetChecksum } from "../base/checksum.ts";
import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { IpAddress } from "../base/ip-address.ts";
import { hmacMd5 } from "../base/md5.ts";
import { ipProtocol, type Path } from "./ip.ts";

/**
 * A VRRP message behind an authentication header (RFC 2338 §5.3.6.3, RFC 2402 §2), as Keepalived sends it: HMAC-MD5
 * over the whole IPv4 packet, cut to 96 bits (RFC 2403).
 *
 *      0  IPv4 header, 20 bytes, protocol 51
 *     20  next header 112 | payload length 4 | reserved (16 bits)
 *     24  security parameters index: the source address
 *     28  sequence number
 *     32  integrity check value (12 bytes)
 *     44  VRRP message
 *
 * The check value is taken with itself, the type of service, flags and fragment offset, and the header checksum read
 * as zero. The time to live is a part of it for multicast and read as zero for unicast; RFC 2402 §3.3.3.1 would have
 * it zero in both.
 */
export type AuthenticatedMessage = {
  readonly path: Path;
  /** Of the IPv4 packet, 16 bits, not zero: the kernel would put in another one, which the check value lacks. */
  readonly identification: number;
  readonly timeToLive: number;
  /** 32 bits; grows from one packet to the next. */
  readonly sequence: number;
  /** The VRRP message. */
  readonly message: Uint8Array;
};

/**
 * Why bytes are not an authenticated message, in the order of the checks:
 * - `malformed`: too short, options in the IPv4 header, or not the header above;
 * - `digest`: made with another key, or changed on its way.
 */
export type AuthenticatedMessageError = "malformed" | "digest";

const ipv4HeaderLength = 20;
/** Of the authentication header, in bytes. */
export const authenticationHeaderLength = 24;
const digestOffset = 12;
const digestLength = 12;
/** The length of the header in words of 4 bytes, less two (RFC 2402 §2.2). */
const payloadLength = 4;
/** Internetwork control, as for other adverts. */
const typeOfService = 0xc0;
const zeroDigest = new Uint8Array(digestLength);

/** The whole IPv4 packet. `key` is the password. */
export function encodeAuthenticated(value: AuthenticatedMessage, key: Uint8Array): Uint8Array {
  const { path, identification, timeToLive, sequence, message } = value;
  assert(path.source.family === "ipv4", "an authentication header goes with IPv4");
  assert(identification > 0 && identification <= 0xffff, "an identification is 16 bits and not zero");
  const bytes = new Uint8Array(ipv4HeaderLength + authenticationHeaderLength + message.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x45;
  bytes[1] = typeOfService;
  view.setUint16(2, bytes.length);
  view.setUint16(4, identification);
  bytes[8] = timeToLive;
  bytes[9] = ipProtocol.authenticationHeader;
  bytes.set(path.source.bytes, 12);
  bytes.set(path.destination.bytes, 16);
  view.setUint16(10, internetChecksum(bytes.subarray(0, ipv4HeaderLength)));
  bytes[20] = ipProtocol.vrrp;
  bytes[21] = payloadLength;
  bytes.set(path.source.bytes, 24);
  view.setUint32(28, sequence);
  bytes.set(message, ipv4HeaderLength + authenticationHeaderLength);
  const header = bytes.subarray(0, ipv4HeaderLength);
  bytes.set(digestOver(header, bytes.subarray(ipv4HeaderLength), key), ipv4HeaderLength + digestOffset);
  return bytes;
}

/** `header` is the IPv4 header as it arrived, `payload` what follows it. The message is a view. */
export function decodeAuthenticated(
  header: Uint8Array,
  payload: Uint8Array,
  key: Uint8Array,
): Decoded<Pick<AuthenticatedMessage, "sequence" | "message">, AuthenticatedMessageError> {
  if (header.length !== ipv4HeaderLength || payload.length < authenticationHeaderLength) return failed("malformed");
  const isOurs = payload[0] === ipProtocol.vrrp && payload[1] === payloadLength;
  if (!isOurs || !isEqual(payload.subarray(4, 8), header.subarray(12, 16))) return failed("malformed");
  const digest = payload.subarray(digestOffset, digestOffset + digestLength);
  if (!isEqual(digest, digestOver(header, payload, key))) return failed("digest");
  const sequence = new DataView(payload.buffer, payload.byteOffset).getUint32(8);
  return decoded({ sequence, message: payload.subarray(authenticationHeaderLength) });
}

/**
 * The VRRP message behind a header of any length whose key is not known, a view; undefined when another protocol
 * follows it, or nothing.
 */
export function behindAuthenticationHeader(payload: Uint8Array): Uint8Array | undefined {
  const length = ((payload[1] ?? 0) + 2) * 4;
  return payload[0] === ipProtocol.vrrp && payload.length > length ? payload.subarray(length) : undefined;
}

/** The check value, with everything that is not a part of it read as zero. */
function digestOver(header: Uint8Array, payload: Uint8Array, key: Uint8Array): Uint8Array {
  const fixed = header.slice();
  fixed[1] = 0;
  fixed.fill(0, 6, 8);
  fixed.fill(0, 10, 12);
  if (!IpAddress.fromBytes(header.subarray(16, 20)).isMulticast) fixed[8] = 0;
  const before = payload.subarray(0, digestOffset);
  const message = payload.subarray(authenticationHeaderLength);
  return hmacMd5(key, fixed, before, zeroDigest, message).subarray(0, digestLength);
}

/** In constant time. */
function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
