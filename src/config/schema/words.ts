import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { spanBetween } from "../source.ts";
import type { Span } from "../source.ts";
import type { Statement } from "../tree.ts";

/**
 * The parameter at `index`, counted from 0. When it is missing the daemon does not run: the reference ends with
 * exit status 2 right there.
 */
export function requiredWord(statement: Statement, index: number, report: Reporter): Word | undefined {
  const word = statement.words[index];
  if (word !== undefined) return word;
  const { keyword } = statement;
  const previous = statement.words.at(-1) ?? keyword;
  const message =
    `*** Configuration line starting \`${keyword.text}\` is missing a parameter ` +
    `after keyword \`${keyword.text}\` at word position ${index + 2}`;
  const span = { source: keyword.source, start: previous.end, end: previous.end };
  report.fatal("missing-parameter", span, message, { effect: "missing-parameter" });
  return undefined;
}

/** Reports the words from `index` on: nothing reads them. They are not quoted, for one may be a password. */
export function refuseExtraWords(statement: Statement, index: number, report: Reporter): void {
  const span = wordsFrom(statement, index);
  if (span === undefined) return;
  const count = statement.words.length - index;
  const what = count === 1 ? "a word" : `${count} words`;
  report.warning("extra-words", span, `${what} too many after ${statement.keyword.text} - ignoring`, {
    effect: "none",
  });
}

/** The place of the words from `index` to the last one. */
export function wordsFrom(statement: Statement, index: number): Span | undefined {
  const first = statement.words[index];
  const last = statement.words.at(-1);
  return first === undefined || last === undefined ? undefined : spanBetween(first, last);
}

/** Every word of a statement: in lists the keyword is just the first entry. */
export function allWords(statement: Statement): readonly [Word, ...Word[]] {
  return [statement.keyword, ...statement.words];
}

/** A word as messages show it. */
export function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`;
}

/** A word as a file has to hold it to be read as one word again. There is no word with a double quote in it. */
export function quoteWord(text: string): string {
  return /^[^\s"#!{}\\]+$/u.test(text) ? text : `"${text}"`;
}
