import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import type { Shape } from "../keyword.ts";
import { requiredWord, shorten } from "../words.ts";

/** The permission bits by their names in C, without the S in front. */
const bits: ReadonlyMap<string, number> = new Map([
  ["IRUSR", 0o400],
  ["IWUSR", 0o200],
  ["IXUSR", 0o100],
  ["IRWXU", 0o700],
  ["IRGRP", 0o040],
  ["IWGRP", 0o020],
  ["IXGRP", 0o010],
  ["IRWXG", 0o070],
  ["IROTH", 0o004],
  ["IWOTH", 0o002],
  ["IXOTH", 0o001],
  ["IRWXO", 0o007],
]);

const largestMask = 0o777;

/** A number as C writes it (octal after a 0), or names of bits with a bar between them. */
export const umask: Shape<number> = {
  syntax: "<0..0777>|<BIT>[|<BIT>]...",
  block: false,
  read(statement, report) {
    const first = requiredWord(statement, 0, report);
    if (first === undefined) return undefined;
    return /^\d/u.test(first.text) && statement.words.length === 1
      ? parseMask(first, report)
      : parseBits(statement.words, report);
  },
  print: (mask) => `0${mask.toString(8)}`,
};

function parseMask(word: Word, report: Reporter): number | undefined {
  const { text } = word;
  let value = Number.NaN;
  if (/^0x[0-9a-f]+$/iu.test(text)) value = Number.parseInt(text.slice(2), 16);
  else if (/^0[0-7]*$/u.test(text)) value = Number.parseInt(text, 8);
  else if (/^[1-9]\d*$/u.test(text)) value = Number(text);
  if (value <= largestMask) return value;
  report.error("out-of-range", word, `invalid umask value ${shorten(text)} - ignoring`);
  return undefined;
}

/** Blanks may stand around the bars. */
function parseBits(words: readonly Word[], report: Reporter): number | undefined {
  let mask = 0;
  let bitExpected = true;
  for (const word of words) {
    for (const part of word.text.split(/(\|)/u)) {
      if (part === "") continue;
      const bit = bits.get(part);
      if ((part === "|") === bitExpected || (part !== "|" && bit === undefined)) {
        const what = part === "|" || bitExpected ? "unknown umask bit" : "invalid umask syntax";
        report.error("invalid-value", word, `${what} '${shorten(word.text)}' - ignoring`);
        return undefined;
      }
      bitExpected = part === "|";
      mask |= bit ?? 0;
    }
  }
  if (!bitExpected) return mask;
  report.error("invalid-value", words.at(-1), "umask missing bit value - ignoring");
  return undefined;
}
