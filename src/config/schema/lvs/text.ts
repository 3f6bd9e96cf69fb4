import type { Shape } from "../keyword.ts";
import type { Word } from "../../lexer.ts";
import { quoteWord, refuseExtraWords } from "../words.ts";

/** One word. A line without it is ignored, and `missing` said about it. */
export function optionalText(missing: string): Shape<string> {
  return {
    syntax: "<STRING>",
    block: false,
    forgiving: true,
    read(statement, report) {
      const [word] = statement.words;
      refuseExtraWords(statement, 1, report);
      if (word === undefined) report.error("missing-setting", statement.keyword, `${missing} - ignoring`);
      return word?.text;
    },
    print: quoteWord,
  };
}

/** Exactly one word, and where it stands. Any other line is ignored, and `wrong` said about it. */
export function singleWord(wrong: string): Shape<Word> {
  return {
    syntax: "<STRING>",
    block: false,
    forgiving: true,
    read({ keyword, words: [word, extra] }, report) {
      if (word !== undefined && extra === undefined) return word;
      report.error("missing-setting", extra ?? keyword, `${wrong} - ignoring`);
      return undefined;
    },
    print: (value) => quoteWord(value.text),
  };
}

/** The same without the place. */
export function singleText(wrong: string): Shape<string> {
  const placed = singleWord(wrong);
  return { ...placed, read: (statement, report) => placed.read(statement, report)?.text, print: quoteWord };
}
