import { assert } from "../base/assert.ts";
import { internetChecksum } from "../base/checksum.ts";
import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { viewOf } from "../base/layout.ts";
import { type Duration, seconds, sum, times } from "../base/time.ts";

/**
 * An advertisement of CARP, the protocol of the BSDs (carp(4) of OpenBSD and FreeBSD), which is what follows the IP
 * header. It has the protocol number 112, the multicast groups and the virtual MAC addresses of VRRP, and looks like an
 * advert of version 2 up to its length: a virtual host and a virtual router of one number are in each other's way.
 *
 *      0  version 2 | type 1 (4 bits each)
 *      1  virtual host identifier (VHID)
 *      2  advskew
 *      3  length of what follows the checksum in words of 4 bytes: 7
 *      4  demotion counter
 *      5  advbase in seconds
 *      6  checksum over the message (2 bytes)
 *      8  replay counter (8 bytes)
 *     16  HMAC-SHA1 (20 bytes), which covers the addresses, too: they are not in the message
 */
export type CarpAdvert = {
  /** 1 to 255; its virtual MAC address is that of a VRID of the same number. */
  readonly vhid: number;
  /** 0 to 255: who has less is preferred. 255: gives up. */
  readonly advskew: number;
  /** 0 to 255: reasons to be preferred less. */
  readonly demotion: number;
  /** Seconds, 0 to 255. */
  readonly advbase: number;
  /** 8 bytes; grows from one message to the next. */
  readonly counter: Uint8Array;
  /** 20 bytes. */
  readonly digest: Uint8Array;
};

/**
 * Why bytes are not such a message, in the order of the checks:
 * - `truncated`: less than 36 bytes;
 * - `version`: not 2;
 * - `type`: not 1;
 * - `length`: more than 36 bytes, or another length of what follows the checksum;
 * - `checksum`: wrong.
 */
export type CarpError = "truncated" | "version" | "type" | "length" | "checksum";

const messageLength = 36;
const versionAndType = 0x21;
const authenticationWords = 7;
const counterOffset = 8;
const digestOffset = 16;

/** How often it is said: advbase and as many 256ths of a second as advskew says. */
export function carpInterval({ advbase, advskew }: Pick<CarpAdvert, "advbase" | "advskew">): Duration {
  return sum(seconds(advbase), times(seconds(1), advskew / 256));
}

/**
 * Whether a message of protocol 112 is CARP and not VRRP, whatever its checksum: 36 bytes of version 2 are five
 * addresses for VRRP, and the count of CARP is seven.
 */
export function looksLikeCarp(bytes: Uint8Array): boolean {
  return bytes.length === messageLength && bytes[0] === versionAndType && bytes[3] === authenticationWords;
}

/** 36 bytes. */
export function encodeCarp({ vhid, advskew, demotion, advbase, counter, digest }: CarpAdvert): Uint8Array {
  assert(counter.length === 8 && digest.length === 20, "a counter has 8 bytes and a digest 20");
  const bytes = new Uint8Array(messageLength);
  bytes.set([versionAndType, vhid, advskew, authenticationWords, demotion, advbase]);
  bytes.set(counter, counterOffset);
  bytes.set(digest, digestOffset);
  viewOf(bytes).setUint16(6, internetChecksum(bytes));
  return bytes;
}

/** Decodes what followed the IP header, of either family, copying what it keeps. */
export function decodeCarp(bytes: Uint8Array): Decoded<CarpAdvert, CarpError> {
  if (bytes.length < messageLength) return failed("truncated");
  const head = bytes[0] ?? 0;
  if (head >> 4 !== versionAndType >> 4) return failed("version");
  if (head !== versionAndType) return failed("type");
  if (!looksLikeCarp(bytes)) return failed("length");
  if (internetChecksum(bytes) !== 0) return failed("checksum");
  return decoded({
    vhid: bytes[1] ?? 0,
    advskew: bytes[2] ?? 0,
    demotion: bytes[4] ?? 0,
    advbase: bytes[5] ?? 0,
    counter: bytes.slice(counterOffset, digestOffset),
    digest: bytes.slice(digestOffset),
  });
}
