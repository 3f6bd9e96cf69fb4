import type { Shape } from "./keyword.ts";
import { parseNumber, wholeNumber } from "./numbers.ts";
import type { Range } from "./numbers.ts";
import { quoteWord, refuseExtraWords } from "./words.ts";

/** A whole number, or `bare` for the keyword alone. */
export function integerOr(range: Range, bare: number): Shape<number> {
  return {
    syntax: `[<${range.minimum}..${range.maximum}>]`,
    block: false,
    read(statement, report) {
      const [number] = statement.words;
      refuseExtraWords(statement, 1, report);
      return number === undefined ? bare : parseNumber(number, wholeNumber, range, statement.keyword.text, report);
    },
    print: String,
  };
}

/** One word, or `bare` for the keyword alone. */
export function wordOr(bare: string, syntax: string): Shape<string> {
  return {
    syntax: `[${syntax}]`,
    block: false,
    read(statement, report) {
      refuseExtraWords(statement, 1, report);
      return statement.words[0]?.text ?? bare;
    },
    print: (value) => (value === bare ? "" : quoteWord(value)),
  };
}
