/**
 * MD5 (RFC 1321) and HMAC-MD5 (RFC 2104). Broken for signatures, and still what an authentication header of VRRP is
 * made with (RFC 2338 §5.3.6.3).
 */

const blockLength = 64;
const digestLength = 16;

/** Bits that each of the 64 steps rotates by (RFC 1321 §3.4). */
const rotations = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
].flatMap((round) => [...round, ...round, ...round, ...round]);

/** The integer part of 2^32 times abs(sin(step)). */
const sines = Uint32Array.from({ length: 64 }, (_, step) => Math.floor(2 ** 32 * Math.abs(Math.sin(step + 1))));

/** 16 bytes: the digest of the parts as if they stood one behind the other. */
export function md5(...parts: readonly Uint8Array[]): Uint8Array {
  const message = pad(parts);
  const view = new DataView(message.buffer);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let offset = 0; offset < message.length; offset += blockLength) mixBlock(state, view, offset);
  const digest = new Uint8Array(digestLength);
  const words = new DataView(digest.buffer);
  for (const [index, word] of state.entries()) words.setUint32(index * 4, word, true);
  return digest;
}

/** 16 bytes (RFC 2104 §2). */
export function hmacMd5(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const block = new Uint8Array(blockLength);
  block.set(key.length > blockLength ? md5(key) : key);
  const inner = md5(
    block.map((byte) => byte ^ 0x36),
    ...parts,
  );
  return md5(
    block.map((byte) => byte ^ 0x5c),
    inner,
  );
}

/** A one bit, zeros, and the length in bits as 64 bits (RFC 1321 §3.1, §3.2). */
function pad(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(Math.ceil((length + 9) / blockLength) * blockLength);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  bytes[length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, length * 8, true);
  view.setUint32(bytes.length - 4, Math.floor(length / 2 ** 29), true);
  return bytes;
}

function mixBlock(state: Uint32Array, block: DataView, offset: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step += 1) {
    const { mixed, word } = mixStep(step, b, c, d);
    const sum = a + mixed + (sines[step] ?? 0) + block.getUint32(offset + word * 4, true);
    a = d;
    d = c;
    c = b;
    b = (b + rotate(sum, rotations[step] ?? 0)) | 0;
  }
  for (const [index, word] of [a, b, c, d].entries()) state[index] = (state[index] ?? 0) + word;
}

/** The auxiliary function of the step's round, and which of the sixteen words of the block it takes. */
function mixStep(step: number, b: number, c: number, d: number): { readonly mixed: number; readonly word: number } {
  if (step < 16) return { mixed: (b & c) | (~b & d), word: step };
  if (step < 32) return { mixed: (b & d) | (c & ~d), word: (5 * step + 1) % 16 };
  if (step < 48) return { mixed: b ^ c ^ d, word: (3 * step + 5) % 16 };
  return { mixed: c ^ (b | ~d), word: (7 * step) % 16 };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | ((value | 0) >>> (32 - bits));
}
