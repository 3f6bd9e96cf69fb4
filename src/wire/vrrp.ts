import { assert } from "../base/assert.ts";
import { internetChecksum } from "../base/checksum.ts";
import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { addressLength, type Family, IpAddress } from "../base/ip-address.ts";
import { centiseconds, type Duration, seconds } from "../base/time.ts";
import { ipProtocol, type Path, pseudoHeader } from "./ip.ts";

export type { Path } from "./ip.ts";

/**
 * A VRRP advertisement, which is what follows the IP header (RFC 9568 §5.2 for version 3, RFC 3768 §5.3 for
 * version 2, whose authentication types are those of RFC 2338 §5.3.6).
 *
 *     version 2, 16 + 4n bytes, IPv4 only       version 3, 8 + 4n bytes or 8 + 16n bytes
 *
 *      0  2 | type 1 (4 bits each)               0  3 | type 1 (4 bits each)
 *      1  VRID                                   1  VRID
 *      2  priority                               2  priority
 *      3  n                                      3  n
 *      4  authentication type                    4  reserved (4 bits) | interval in
 *      5  interval in seconds                         centiseconds (12 bits)
 *      6  checksum (2 bytes)                     6  checksum (2 bytes)
 *      8  n addresses                            8  n addresses
 *         authentication data (8 bytes)
 */
export type Advert = {
  readonly version: 2 | 3;
  /** 1 to 255. */
  readonly vrid: number;
  /** 0 to 255; 0 gives up mastership. */
  readonly priority: number;
  /** Whole seconds, 1 to 255, in version 2; whole centiseconds, 1 to 4095, in version 3. */
  readonly interval: Duration;
  /** At most 255, all of the family of the carrying packet. */
  readonly addresses: readonly IpAddress[];
  /** Defined exactly in version 2. */
  readonly authentication: Authentication | undefined;
};

export type Authentication = {
  /** 0 none, 1 password, 2 authentication header; one byte. */
  readonly type: number;
  /** 8 bytes. With type 0 they mean nothing: sent as zeros and read as zeros (RFC 3768 §5.3.10). */
  readonly data: Uint8Array;
};

/**
 * What the checksum of version 3 over IPv4 covers: the message alone, which is RFC 9568 §5.2.8, or a pseudo-header
 * before it, which is what most of the installed base sends. Keepalived up to 1.3.6 put the multicast group into the
 * pseudo-header of unicast adverts, too: `old-unicast`. Version 2 is always `message`, IPv6 always `pseudo-header`.
 */
export type ChecksumForm = "pseudo-header" | "message" | "old-unicast";

/** Those that are believed unless somebody says otherwise. */
const usualForms: readonly ChecksumForm[] = ["message", "pseudo-header"];

/** The destination in the pseudo-header of `old-unicast`. */
const multicastGroup = IpAddress.of("224.0.0.18");

/**
 * Why an advert is not believed (RFC 9568 §7.1 with its errata, RFC 3768 §7.1), in the order of the checks:
 * - `truncated`: less than the 8 bytes of the header;
 * - `version`: not the version asked for, or version 2 over IPv6, which does not exist;
 * - `type`: not 1;
 * - `length`: not what the address count asks for, whether shorter or longer;
 * - `checksum`: wrong in every form that the version and family allow;
 * - `zero-count`: no addresses (erratum 8299);
 * - `zero-interval`: would expire at once (erratum 8301);
 * - `not-link-local`: the first IPv6 address is not link-local (erratum 8300).
 */
export type AdvertError =
  | "truncated"
  | "version"
  | "type"
  | "length"
  | "checksum"
  | "zero-count"
  | "zero-interval"
  | "not-link-local";

/**
 * Whether the address list must be as errata 8299 and 8300 demand. Keepalived sends and believes adverts without
 * addresses and IPv6 adverts that begin with a global address; who refuses those of a live master becomes a second
 * one. With `any`, `zero-count` and `not-link-local` do not occur.
 */
export type AddressRule = "strict" | "any";

export type DecodedAdvert = { readonly advert: Advert; readonly checksumForm: ChecksumForm };

const typeAdvertisement = 1;
const headerLength = 8;
const authenticationLength = 8;
/** Payload of the shortest Ethernet frame less an IPv4 header without options: 46 - 20 bytes. */
const paddedLength = 26;

/** `path` is that of the packet that will carry the advert; `form` matters to version 3 over IPv4 only. */
export function encodeAdvert(advert: Advert, path: Path, form: ChecksumForm): Uint8Array {
  const family = path.source.family;
  const { version, vrid, priority, addresses } = advert;
  assert(isByte(vrid) && vrid !== 0 && isByte(priority), "a VRID is 1 to 255 and a priority 0 to 255");
  assert(isByte(addresses.length), "an advert carries at most 255 addresses");
  assert(version === 3 || family === "ipv4", "version 2 knows IPv4 only");
  const bytes = new Uint8Array(messageLength(version, family, addresses.length));
  bytes[0] = (version << 4) | typeAdvertisement;
  bytes[1] = vrid;
  bytes[2] = priority;
  bytes[3] = addresses.length;
  writeIntervalAndAuthentication(bytes, advert);
  for (const [index, address] of addresses.entries()) {
    assert(address.family === family, "an advert carries addresses of its own family");
    bytes.set(address.bytes, headerLength + index * address.bytes.length);
  }
  const checksum = checksumOver(bytes, path, formOf(version, family) ?? form);
  bytes[6] = checksum >> 8;
  bytes[7] = checksum & 0xff;
  return bytes;
}

function writeIntervalAndAuthentication(bytes: Uint8Array, { version, interval, authentication }: Advert): void {
  assert((authentication !== undefined) === (version === 2), "authentication belongs to version 2");
  const count = interval / (version === 2 ? seconds(1) : centiseconds(1));
  assert(Number.isInteger(count) && count >= 1, "an interval is a whole number of its version's units");
  if (authentication === undefined) {
    assert(count <= 0xfff, "the longest interval is 4095 centiseconds");
    bytes[4] = count >> 8;
    bytes[5] = count & 0xff;
    return;
  }
  assert(isByte(count), "the longest interval is 255 seconds");
  assert(isByte(authentication.type), "an authentication type is one byte");
  assert(authentication.data.length === authenticationLength, "authentication data has 8 bytes");
  bytes[4] = authentication.type;
  bytes[5] = count;
  if (authentication.type !== 0) bytes.set(authentication.data, bytes.length - authenticationLength);
}

/**
 * Decodes what followed the IP header of a packet between the ends of `path`, copying what it keeps. Any bytes are
 * welcome: nothing is allocated before the length is right. Which of the `forms` the checksum of version 3 over IPv4
 * has is found out; the first that fits is reported.
 */
export function decodeAdvert(
  bytes: Uint8Array,
  version: 2 | 3,
  path: Path,
  rule: AddressRule = "strict",
  forms: readonly ChecksumForm[] = usualForms,
): Decoded<DecodedAdvert, AdvertError> {
  const strict = rule === "strict";
  const family = path.source.family;
  if (bytes.length < headerLength) return failed("truncated");
  const head = bytes[0] ?? 0;
  if (head >> 4 !== version || (version === 2 && family === "ipv6")) return failed("version");
  if ((head & 0xf) !== typeAdvertisement) return failed("type");
  const count = bytes[3] ?? 0;
  const length = messageLength(version, family, count);
  if (bytes.length !== length && !isPadding(bytes.length, length, family)) return failed("length");
  const message = bytes.subarray(0, length);
  const checksumForm = matchingForm(message, version, path, forms);
  if (checksumForm === undefined) return failed("checksum");
  if (strict && count === 0) return failed("zero-count");
  const interval = readInterval(message, version);
  if (interval === 0) return failed("zero-interval");
  const addresses = readAddresses(message, family, count);
  if (strict && family === "ipv6" && addresses[0]?.isLinkLocal !== true) return failed("not-link-local");
  return decoded({
    advert: {
      version,
      vrid: message[1] ?? 0,
      priority: message[2] ?? 0,
      interval,
      addresses,
      authentication: version === 2 ? readAuthentication(message) : undefined,
    },
    checksumForm,
  });
}

/** The VRID of what may be an advert, to find out who should decode it; undefined when there is no second byte. */
export function peekVrid(bytes: Uint8Array): number | undefined {
  return bytes[1];
}

/**
 * What bytes that are not believed seem to say, whatever their version and checksum; undefined when they are too short
 * for their count of addresses, or have none.
 */
export function peekAdvert(
  bytes: Uint8Array,
  family: Family,
): { readonly priority: number; readonly addresses: readonly IpAddress[] } | undefined {
  const [, , priority = 0, count = 0] = bytes;
  if (count === 0 || bytes.length < headerLength + count * addressLength(family)) return undefined;
  return { priority, addresses: readAddresses(bytes, family, count) };
}

function messageLength(version: 2 | 3, family: Family, count: number): number {
  return headerLength + count * addressLength(family) + (version === 2 ? authenticationLength : 0);
}

/** Whether a message of `expected` bytes was filled up to the shortest Ethernet frame. */
function isPadding(received: number, expected: number, family: Family): boolean {
  return family === "ipv4" && received === paddedLength && expected < paddedLength;
}

/** The one form there is, or undefined when there is a choice. */
function formOf(version: 2 | 3, family: Family): ChecksumForm | undefined {
  if (version === 2) return "message";
  return family === "ipv6" ? "pseudo-header" : undefined;
}

function matchingForm(
  message: Uint8Array,
  version: 2 | 3,
  path: Path,
  forms: readonly ChecksumForm[],
): ChecksumForm | undefined {
  const only = formOf(version, path.source.family);
  const possible = only === undefined ? forms : [only];
  return possible.find((form) => checksumOver(message, path, form) === 0);
}

/** Zero over a message whose checksum is right. */
function checksumOver(message: Uint8Array, path: Path, form: ChecksumForm): number {
  if (form === "message") return internetChecksum(message);
  const covered = form === "old-unicast" ? { source: path.source, destination: multicastGroup } : path;
  return internetChecksum(pseudoHeader(covered, ipProtocol.vrrp, message.length), message);
}

/** The reserved bits of version 3 are not looked at (RFC 9568 §5.2.6). */
function readInterval(message: Uint8Array, version: 2 | 3): Duration {
  const low = message[5] ?? 0;
  return version === 2 ? seconds(low) : centiseconds((((message[4] ?? 0) & 0xf) << 8) | low);
}

function readAddresses(message: Uint8Array, family: Family, count: number): readonly IpAddress[] {
  const length = addressLength(family);
  return Array.from({ length: count }, (_, index) => {
    const start = headerLength + index * length;
    return IpAddress.fromBytes(message.subarray(start, start + length));
  });
}

/** The data stands behind the addresses, wherever they end (RFC 2338 §5.1). */
function readAuthentication(message: Uint8Array): Authentication {
  const type = message[4] ?? 0;
  const data = new Uint8Array(authenticationLength);
  if (type !== 0) data.set(message.subarray(message.length - authenticationLength));
  return { type, data };
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}
