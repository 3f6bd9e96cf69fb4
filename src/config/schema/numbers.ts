import { microseconds, printSeconds } from "../../base/time.ts";
import type { Duration } from "../../base/time.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { refuseExtraWords, requiredWord } from "./words.ts";
import type { Shape } from "./keyword.ts";

export type Range = {
  readonly minimum: number;
  readonly maximum: number;
  /** What is done with a bad value, as the end of the message; "ignoring" unless given. */
  readonly otherwise?: string;
};

/** The largest value of the reference's unsigned numbers. */
export const unsignedMaximum = 0xffff_ffff;

/** A whole number. */
export function integer(range: Range): Shape<number> {
  return {
    syntax: `<${range.minimum}..${range.maximum}>`,
    block: false,
    read(statement, report) {
      const word = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 1, report);
      return word && parseNumber(word, wholeNumber, range, statement.keyword.text, report);
    },
    print: String,
  };
}

/** Seconds, whole or with a fraction down to microseconds. */
export function seconds(range: Range & { readonly fraction: boolean }): Shape<Duration> {
  return {
    syntax: `<${range.minimum}..${range.maximum}>${range.fraction ? " (fractions allowed)" : ""}`,
    block: false,
    read(statement, report) {
      const word = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 1, report);
      if (word === undefined) return undefined;
      const form = range.fraction ? decimalNumber : wholeNumber;
      const value = parseNumber(word, form, range, statement.keyword.text, report);
      return value === undefined ? undefined : microseconds(value * 1_000_000);
    },
    print: printSeconds,
  };
}

export const wholeNumber = /^[+-]?\d+/u;
export const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)/u;

/**
 * A number in a range, or undefined and a finding. Digits with something behind them count as those digits at run
 * time; a configuration test refuses them.
 */
export function parseNumber(
  word: Word,
  form: RegExp,
  range: Range,
  name: string,
  report: Reporter,
): number | undefined {
  const otherwise = range.otherwise ?? "ignoring";
  const digits = form.exec(word.text)?.[0];
  if (digits === undefined) {
    report.warning("invalid-value", word, `invalid number '${word.text}' for ${name}, ${otherwise}`);
    return undefined;
  }
  const value = Number(digits);
  if (value < range.minimum || value > range.maximum) {
    const limits = `${range.minimum} to ${range.maximum}`;
    report.warning("out-of-range", word, `${name} must be ${limits}, ${otherwise}`);
    return undefined;
  }
  if (digits.length < word.text.length) {
    report.warning("invalid-value", word, `invalid number '${word.text}' for ${name}, using ${digits}`);
  }
  return value;
}
