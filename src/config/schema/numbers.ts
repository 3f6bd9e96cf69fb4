import { microseconds, printSeconds } from "../../base/time.ts";
import type { Duration } from "../../base/time.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { refuseExtraWords, requiredWord, shorten } from "./words.ts";
import type { Shape } from "./keyword.ts";

export type Range = {
  readonly minimum: number;
  readonly maximum: number;
  /** What is done with a bad value, as the end of the message; "ignoring" unless given. */
  readonly otherwise?: string;
};

/** The largest value of the reference's unsigned numbers. */
export const unsignedMaximum = 0xffff_ffff;

/** The largest value of the reference's signed numbers. */
export const signedMaximum = 0x7fff_ffff;

/** The longest time that the reference can count in unsigned microseconds, in seconds. */
export const secondsMaximum = 4294.967295;

/** What microseconds in 31 and 32 bits come to, in whole seconds: such a maximum says nothing about a setting. */
const machineSeconds: ReadonlySet<number> = new Set([2147, 4294]);

/** `<1..255>`; without the end where that is only the machine's, `<NUMBER>`, and `<NUMBER from 1>`. */
export function printRange(what: "NUMBER" | "SECONDS", { minimum, maximum }: Range): string {
  const isMachine = maximum >= signedMaximum || (what === "SECONDS" && machineSeconds.has(Math.trunc(maximum)));
  if (!isMachine) return `<${minimum}..${maximum}>`;
  return minimum >= 1 ? `<${what} from ${minimum}>` : `<${what}>`;
}

/** A whole number. */
export function integer(range: Range): Shape<number> {
  return {
    syntax: printRange("NUMBER", range),
    block: false,
    read(statement, report) {
      const word = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 1, report);
      return word && parseNumber(word, wholeNumber, range, statement.keyword.text, report);
    },
    print: String,
  };
}

/** A whole number; one beyond the range counts as the end of the range. */
export function clampedInteger(range: Range): Shape<number> {
  return {
    ...integer(range),
    read(statement, report) {
      const word = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 1, report);
      if (word === undefined) return undefined;
      const name = statement.keyword.text;
      const signed = { minimum: -signedMaximum - 1, maximum: signedMaximum };
      const value = parseNumber(word, wholeNumber, signed, name, report);
      if (value === undefined) return undefined;
      const used = Math.min(range.maximum, Math.max(range.minimum, value));
      if (used !== value) {
        const problem = value < used ? `less than minimum ${used}` : `greater than maximum ${used}`;
        report.warning("out-of-range", word, `${name} ${value} ${problem} - setting to ${used}`);
      }
      return used;
    },
  };
}

/** Seconds, whole or with a fraction down to microseconds. */
export function seconds(range: Range & { readonly fraction: boolean }): Shape<Duration> {
  return {
    syntax: printRange("SECONDS", range) + (range.fraction ? " (fractions allowed)" : ""),
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

/** As `shape`, where 0 is taken for `one`. */
export function zeroMeansOne<T extends number>(shape: Shape<T>, one: T): Shape<T> {
  return {
    ...shape,
    read(statement, report) {
      const value = shape.read(statement, report);
      if (value !== 0) return value;
      const message = `${statement.keyword.text} must be greater than 0, setting to 1`;
      report.warning("out-of-range", statement.words[0], message);
      return one;
    },
  };
}

export const wholeNumber = /^[+-]?\d+/u;
export const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)/u;

/** Digits behind the point that do not count: the reference knows microseconds. */
const tooFine = /\.\d{6}\d*[1-9]/u;

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
  const plain = parseDigits(word.text);
  if (plain !== undefined && plain >= range.minimum && plain <= range.maximum) return plain;
  const otherwise = range.otherwise ?? "ignoring";
  const digits = form.exec(word.text)?.[0];
  if (digits === undefined) {
    const message = `invalid number '${shorten(word.text)}' for ${name}, ${otherwise}`;
    report.warning("invalid-value", word, message);
    return undefined;
  }
  const value = Number(digits);
  if (value < range.minimum || value > range.maximum) {
    report.warning("out-of-range", word, `${rangeProblem(digits, value, form, range)} for ${name}, ${otherwise}`);
    return undefined;
  }
  if (digits.length < word.text.length) {
    const message = `invalid number '${shorten(word.text)}' for ${name}, using ${shorten(digits)}`;
    report.warning("invalid-value", word, message);
  } else if (form === decimalNumber && tooFine.test(digits)) {
    const message = `number '${shorten(digits)}' has too many decimal places for ${name}`;
    report.warning("adjusted", word, `${message}, using whole microseconds`);
  }
  return value;
}

/** A number that is nothing but a few digits, as most are: without a regular expression, which takes longer. */
export function parseDigits(text: string): number | undefined {
  if (text.length === 0 || text.length > 9) return undefined;
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** What is wrong with a number, in the words of the reference. */
function rangeProblem(digits: string, value: number, form: RegExp, range: Range): string {
  const number = `number '${shorten(digits)}'`;
  const signed = range.minimum < 0;
  if (value < 0 && !signed) return `negative ${number}`;
  if (form === decimalNumber) return `${number} outside range [${range.minimum}, ${range.maximum}]`;
  if (signed && Math.abs(value) > signedMaximum) return `${number} outside integer range`;
  if (!signed && value > unsignedMaximum) return `${number} outside unsigned integer range`;
  return `${number} outside range [${range.minimum}, ${range.maximum}]`;
}
