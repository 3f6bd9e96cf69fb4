import type { Shape } from "./keyword.ts";
import { parseNumber, wholeNumber } from "./numbers.ts";
import type { Range } from "./numbers.ts";
import { refuseExtraWords } from "./words.ts";

/** A whole number; `bare` for the keyword alone and for a bad value. */
export function optionalInteger(range: Range, bare: number): Shape<number> {
  return {
    syntax: `[<${range.minimum}..${range.maximum}>]`,
    block: false,
    read(statement, report) {
      const [number] = statement.words;
      refuseExtraWords(statement, 1, report);
      return (number && parseNumber(number, wholeNumber, range, statement.keyword.text, report)) ?? bare;
    },
    print: (value) => (value === bare ? "" : String(value)),
  };
}
