import { parseHex, printHex } from "../../../base/hex.ts";
import type { Shape } from "../keyword.ts";
import { refuseExtraWords, requiredWord, shorten } from "../words.ts";

/** 16 bytes in hexadecimal: the MD5 digest of a page. */
export const digest: Shape<Uint8Array> = {
  syntax: "<32 HEX DIGITS>",
  block: false,
  read(statement, report) {
    const word = requiredWord(statement, 0, report);
    refuseExtraWords(statement, 1, report);
    if (word === undefined) return undefined;
    const { text } = word;
    const digits = /^[0-9a-f]*/iu.exec(text)?.[0].length ?? 0;
    if (text.length === 32 && digits === 32) return parseHex(text);
    const message =
      text.length === 32
        ? `Unable to interpret hex digit in '${text}' at offset ${digits}`
        : `digest '${shorten(text)}' character length should be 32 rather than ${text.length}`;
    report.error("invalid-value", word, message, { cure: "write the MD5 of the page, as genhash or md5sum print it" });
    return undefined;
  },
  print: printHex,
};
