import type { HexPattern } from "../../../check/config.ts";
import type { Word } from "../../lexer.ts";

/**
 * Bytes in hexadecimal, as UDP_CHECK has them: white space ends a byte, so "Ab12f 3" is AB 12 0F 03; `x` is a digit
 * that does not count. Undefined when there is no digit, or something else.
 */
export function parseHexPattern(words: readonly Word[]): HexPattern | undefined {
  const groups = words.flatMap((word) => word.text.split(/\s+/u)).filter((group) => group !== "");
  if (groups.length === 0 || !groups.every((group) => /^[0-9a-fx]+$/iu.test(group))) return undefined;
  const digits = groups.map(padded).join("");
  return {
    bytes: bytesOf(digits.replaceAll(/x/giu, "0")),
    mask: bytesOf(digits.replaceAll(/[^x]/giu, "f").replaceAll(/x/giu, "0")),
  };
}

/** As `parseHexPattern`, without digits that do not count. */
export function parseHexBytes(words: readonly Word[]): Uint8Array | undefined {
  const pattern = parseHexPattern(words);
  return pattern?.mask.every((byte) => byte === 0xff) === true ? pattern.bytes : undefined;
}

/** The digits that `parseHexPattern` reads this pattern from. */
export function printHexPattern({ bytes, mask }: HexPattern): string {
  return Array.from(bytes, (byte, index) => printByte(byte, mask[index] ?? 0xff)).join("");
}

/** A group of an odd number of digits ends with a byte of one digit. */
function padded(group: string): string {
  return group.length % 2 === 0 ? group : `${group.slice(0, -1)}0${group.slice(-1)}`;
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_value, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
}

function printByte(byte: number, mask: number): string {
  return printDigit(byte >> 4, mask >> 4) + printDigit(byte & 0xf, mask & 0xf);
}

function printDigit(digit: number, mask: number): string {
  return mask === 0 ? "x" : digit.toString(16);
}
