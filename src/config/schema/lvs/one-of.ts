import { writeOneOf } from "../../nearest.ts";
import type { Shape } from "../keyword.ts";
import { refuseExtraWords, requiredWord, shorten } from "../words.ts";

/** One of a few words; `wrong` is what is said about any other, which is ignored. */
export function oneOf<const T extends string>(words: readonly T[], wrong: (text: string) => string): Shape<T> {
  return shapeOf(words, (text) => words.find((word) => word === text), wrong);
}

/** As `oneOf`, in upper or lower case. */
export function oneOfInAnyCase<const T extends string>(words: readonly T[], wrong: (text: string) => string): Shape<T> {
  return shapeOf(words, (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()), wrong);
}

function shapeOf<T extends string>(
  words: readonly T[],
  find: (text: string) => T | undefined,
  wrong: (text: string) => string,
): Shape<T> {
  return {
    syntax: words.join("|"),
    block: false,
    read(statement, report) {
      const given = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 1, report);
      const value = given && find(given.text);
      if (given === undefined || value !== undefined) return value;
      const cure = writeOneOf(given.text, words);
      report.error("invalid-value", given, wrong(shorten(given.text)), { cure });
      return undefined;
    },
    print: (value) => value,
  };
}
