import type { Weight } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { Shape } from "./keyword.ts";
import { parseNumber, wholeNumber } from "./numbers.ts";
import { refuseExtraWords, requiredWord, shorten } from "./words.ts";

export const noWeight: Weight = { value: 0, reverse: false };

/** What the result of a tracked object does to the priority: `N [reverse]`. */
export function weight(limit: 253 | 254): Shape<Weight> {
  return {
    syntax: `<-${limit}..${limit}> [reverse]`,
    block: false,
    read(statement, report) {
      const number = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 2, report);
      const range = { minimum: -limit, maximum: limit };
      const value = number && parseNumber(number, wholeNumber, range, statement.keyword.text, report);
      if (value === undefined) return undefined;
      return { value, reverse: parseDirection(statement.words[1], ["reverse"], "weight", report) };
    },
    print: printWeight,
  };
}

/** Whether the word behind a weight turns it round; one that is none of `allowed` is reported and disregarded. */
export function parseDirection(
  word: Word | undefined,
  allowed: readonly string[],
  what: string,
  report: Reporter,
): boolean {
  if (word === undefined || allowed.includes(word.text)) return word?.text === "reverse";
  const message = `unknown ${what} option '${shorten(word.text)}' - ignoring`;
  report.error("invalid-value", word, message, { cure: `write ${allowed.join(" or ")}, or nothing` });
  return false;
}

/** The words behind `weight`. */
export function printWeight({ value, reverse }: Weight): string {
  return reverse ? `${value} reverse` : String(value);
}
