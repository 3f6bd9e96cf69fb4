import type { Shape } from "../keyword.ts";
import { parseNumber, wholeNumber } from "../numbers.ts";

/** Processors that the kernel's interface counts, however few the machine has. */
const mostProcessors = 1024;

/** Numbers of processors. */
export const processors: Shape<readonly number[]> = {
  syntax: "<CPU> ...",
  block: false,
  read(statement, report) {
    const range = { minimum: 0, maximum: mostProcessors - 1 };
    const { text } = statement.keyword;
    const numbers = statement.words.map((word) => parseNumber(word, wholeNumber, range, text, report));
    const usable = numbers.filter((number) => number !== undefined);
    return usable.length === 0 ? undefined : [...new Set(usable)];
  },
  print: (numbers) => numbers.join(" "),
};
