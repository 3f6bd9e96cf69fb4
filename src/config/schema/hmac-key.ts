import { parseHex, printHex } from "../../base/hex.ts";
import type { HmacKey } from "../../vrrp/config.ts";
import { rememberSecret } from "../known-secrets.ts";
import { encodeUtf8 } from "../utf8.ts";
import type { Shape } from "./keyword.ts";
import { parseNumber, wholeNumber } from "./numbers.ts";
import { quoteWord, refuseExtraWords, requiredWord } from "./words.ts";

/** Bytes of a key that make it worth having. */
const shortest = 32;
const longest = 64;

/** `ID SECRET`, where the secret is text, `hex:` and digits, or `file:` and a path. It shows up in no message. */
export const hmacKey: Shape<HmacKey> = {
  syntax: "<1..255> <TEXT>|hex:<DIGITS>|file:<PATH>",
  block: false,
  read(statement, report) {
    const number = requiredWord(statement, 0, report);
    const word = requiredWord(statement, 1, report);
    refuseExtraWords(statement, 2, report);
    if (number === undefined || word === undefined) return undefined;
    if (!word.text.startsWith("file:")) rememberSecret(word, word.text.replace(/^hex:/u, ""));
    const id = parseNumber(number, wholeNumber, { minimum: 1, maximum: 255 }, "the id of a key", report);
    const secret = parseSecret(word.text);
    if (typeof secret === "string") {
      const cure = `give ${shortest} to ${longest} bytes, or a file that has them`;
      report.error("authentication", word, `${secret} - ignoring the key`, { cure, secret: true });
    } else if (id !== undefined) return { id, secret };
    return undefined;
  },
  print: ({ id, secret }) =>
    secret instanceof Uint8Array ? `${id} hex:${printHex(secret)}` : `${id} ${quoteWord(`file:${secret.path}`)}`,
};

/** A secret, or what is wrong with it. */
function parseSecret(text: string): HmacKey["secret"] | string {
  if (text.startsWith("file:")) return text === "file:" ? "the file of a key has no name" : { path: text.slice(5) };
  const digits = text.startsWith("hex:") ? text.slice(4) : undefined;
  if (digits !== undefined && !/^(?:[0-9a-f]{2})*$/iu.test(digits)) return "a key is not made of pairs of hex digits";
  const bytes = digits === undefined ? Uint8Array.from(encodeUtf8(text)) : parseHex(digits);
  if (bytes.length >= shortest && bytes.length <= longest) return bytes;
  return `a key has ${bytes.length < shortest ? "too few" : "too many"} bytes`;
}
