import { printSeconds, seconds } from "../../../base/time.ts";
import type { Duration } from "../../../base/time.ts";
import type { Shape } from "../keyword.ts";
import { parseNumber, wholeNumber } from "../numbers.ts";
import { refuseExtraWords } from "../words.ts";

/** What the keyword alone means, and what a service without a port gets. */
export const usualPersistence: Duration = seconds(360);

/** `[SECONDS]` */
export const persistenceTimeout: Shape<Duration> = {
  syntax: "[<1..2678400>]",
  block: false,
  read(statement, report) {
    const [word] = statement.words;
    refuseExtraWords(statement, 1, report);
    if (word === undefined) return usualPersistence;
    const value = parseNumber(word, wholeNumber, { minimum: 1, maximum: 2_678_400 }, "persistence_timeout", report);
    return value === undefined ? undefined : seconds(value);
  },
  print: printSeconds,
};
