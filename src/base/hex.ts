import { assert } from "./assert.ts";

/** Bytes from pairs of hexadecimal digits in either case; white space between the pairs means nothing. */
export function parseHex(text: string): Uint8Array {
  const digits = text.replaceAll(/\s+/gu, "");
  assert(/^([0-9a-f]{2})*$/iu.test(digits), "not pairs of hexadecimal digits");
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
}

/** Two lower-case digits per byte and nothing else: "21336401". */
export function printHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
