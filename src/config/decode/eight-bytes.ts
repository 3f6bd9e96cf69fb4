/** Numbers of 64 bits, which the language writes in decimal and the kernel takes in network order. */

const maximum = 0xffff_ffff_ffff_ffffn;

/** 8 bytes; undefined when the text is not a decimal number of at most 64 bits. */
export function parseU64(text: string): Uint8Array | undefined {
  if (!/^\d{1,20}$/u.test(text)) return undefined;
  let rest = BigInt(text);
  if (rest > maximum) return undefined;
  const bytes = new Uint8Array(8);
  for (let index = 7; index >= 0; index--) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

export function printU64(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return String(value);
}

/** Four groups of up to four hexadecimal digits, as in "1:2:3:4"; undefined when the text is none. */
export function parseLocator(text: string): Uint8Array | undefined {
  if (!/^[\da-f]{1,4}(?::[\da-f]{1,4}){3}$/iu.test(text)) return undefined;
  const groups = text.split(":").map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

export function printLocator(bytes: Uint8Array): string {
  const groups = [0, 2, 4, 6].map((index) => ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0));
  return groups.map((group) => group.toString(16)).join(":");
}
