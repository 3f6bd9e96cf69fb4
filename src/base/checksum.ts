import { assert } from "./assert.ts";

/**
 * The Internet checksum (RFC 1071): the one's complement of the one's complement sum of 16-bit words, over the
 * parts as if they stood one behind the other. Every part but the last must have an even length; an odd last byte
 * counts as the high half of a word.
 */
export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let total = 0;
  let odd = false;
  for (const part of parts) {
    assert(!odd, "only the last part may have an odd length");
    const even = part.length & ~1;
    for (let index = 0; index < even; index += 2) {
      total += ((part[index] ?? 0) << 8) | (part[index + 1] ?? 0);
    }
    odd = even < part.length;
    if (odd) total += (part[even] ?? 0) << 8;
  }
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x1_0000);
  return ~total & 0xffff;
}
