import { printHex } from "../../../base/hex.ts";
import type { HexPattern } from "../../../check/config.ts";
import type { Shape } from "../keyword.ts";
import { wordsFrom } from "../words.ts";
import { parseHexBytes, parseHexPattern, printHexPattern } from "./hex.ts";

/** The bytes of a datagram. */
export const payload: Shape<Uint8Array> = {
  syntax: "<HEX DIGITS> ...",
  block: false,
  forgiving: true,
  read(statement, report) {
    if (statement.words.length === 0) {
      report.error("missing-setting", statement.keyword, "UDP_CHECK payload requires a payload - ignoring");
      return undefined;
    }
    const bytes = parseHexBytes(statement.words);
    if (bytes === undefined) {
      report.error("invalid-value", wordsFrom(statement, 0), "Invalid hex string for UDP_CHECK payload - ignoring");
    }
    return bytes;
  },
  print: printHex,
};

/** Undefined: any reply will do. */
export type RequiredReply = { readonly pattern: HexPattern | undefined };

/** Bytes that a reply begins with, `x` for a digit that does not matter; nothing for any reply. */
export const requiredReply: Shape<RequiredReply> = {
  syntax: "[<HEX DIGITS OR x> ...]",
  block: false,
  read(statement, report) {
    if (statement.words.length === 0) return { pattern: undefined };
    const pattern = parseHexPattern(statement.words);
    if (pattern !== undefined) return { pattern };
    report.error("invalid-value", wordsFrom(statement, 0), "Invalid hex string for UDP_CHECK reply - ignoring");
    return undefined;
  },
  print: ({ pattern }) => (pattern === undefined ? "" : printHexPattern(pattern)),
};
