import type { Reporter } from "./reporter.ts";
import type { Source, Span } from "./source.ts";
import { tokenKind } from "./tokens.ts";
import type { Tokens } from "./tokens.ts";

export type { Token, Word } from "./tokens.ts";

const lineFeed = 0x0a;
const doubleQuote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** 1 for the character codes that end a word, and for those that do so where there are no comments. */
const lineWordEnds = new Uint8Array(128);
const partWordEnds = new Uint8Array(128);
for (const code of [0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, doubleQuote, openBrace, closeBrace]) {
  lineWordEnds[code] = 1;
  partWordEnds[code] = 1;
}
for (const code of [0x21, 0x23]) lineWordEnds[code] = 1;

/**
 * Appends the tokens of a line without backslashes, up to its comment, and returns where it stopped: at its line feed,
 * at its comment or at `end`. Comments begin with `#` or `!` anywhere outside double quotes (keepalived.conf(5),
 * "DESCRIPTION").
 */
export function tokenizeLine(source: Source, start: number, end: number, tokens: Tokens, report: Reporter): number {
  const { text } = source;
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || isCommentSign(code)) return at;
    if (isBlank(code)) at++;
    else if (code === openBrace || code === closeBrace) at = addBrace(code, source, at, tokens);
    else if (code === doubleQuote) at = readQuoted(source, at, end, tokens, report);
    else at = readPlainWord(source, at, end, tokens);
  }
  return end;
}

/**
 * Appends the tokens of a line that is known to have no comment, up to and including its first brace, and returns
 * where it stopped: behind a brace, or at the end. Undefined: there is none, and nothing is left.
 */
export function tokenizePart({ source, start, end }: Span, tokens: Tokens, report: Reporter): number | undefined {
  const { text } = source;
  let at = skipBlanks(text, start, end);
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === openBrace || code === closeBrace) return addBrace(code, source, at, tokens);
    if (code === doubleQuote) at = readQuoted(source, at, end, tokens, report);
    else at = readWord(source, at, end, tokens);
    at = skipBlanks(text, at, end);
  }
  return undefined;
}

/**
 * Where the comment of a line begins, or the blanks before it. A backslash keeps the next character from beginning a
 * comment, and a double quote from being one.
 */
export function contentEnd({ source: { text }, start, end }: Span): number {
  let last = start;
  let quoted = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!quoted && isCommentSign(code)) break;
    if (isBlank(code)) continue;
    if (code === doubleQuote) quoted = !quoted;
    const escapes = code === backslash && at + 1 < end && !isBlank(text.charCodeAt(at + 1));
    if (escapes) at++;
    last = at + 1;
  }
  return last;
}

function addBrace(code: number, source: Source, at: number, tokens: Tokens): number {
  tokens.add(code === openBrace ? tokenKind.open : tokenKind.close, source, at, at + 1);
  return at + 1;
}

/** A word of a line without backslashes, up to its comment. */
function readPlainWord(source: Source, start: number, end: number, tokens: Tokens): number {
  const { text } = source;
  let at = start + 1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && lineWordEnds[code] === 1) break;
  }
  tokens.add(tokenKind.word, source, start, at);
  return at;
}

function readWord(source: Source, start: number, end: number, tokens: Tokens): number {
  const { text } = source;
  let plain = true;
  let at = start;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && partWordEnds[code] === 1) break;
    if (code === backslash) plain = false;
  }
  tokens.add(plain ? tokenKind.word : tokenKind.escaped, source, start, at);
  return at;
}

function readQuoted(source: Source, start: number, end: number, tokens: Tokens, report: Reporter): number {
  const { text } = source;
  let close = start + 1;
  for (; close < end; close++) {
    const code = text.charCodeAt(close);
    if (code === lineFeed) break;
    if (code === doubleQuote) {
      tokens.add(tokenKind.quoted, source, start, close + 1);
      return close + 1;
    }
  }
  report.error("unclosed-quote", { source, start, end: start + 1 }, 'Unmatched quote: missing terminating "', {
    cure: "the rest of the line was taken as the value",
  });
  tokens.add(tokenKind.unclosed, source, start, trimEnd(text, start + 1, close));
  return close;
}

/** Where a line ends, without its line feed; `end` is where the text does. */
export function endOfLine(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) === lineFeed) return start;
  const found = text.indexOf("\n", start);
  return found === -1 || found > end ? end : found;
}

/** `#` or `!`. */
function isCommentSign(code: number): boolean {
  return code === 0x23 || code === 0x21;
}

/** Space, tab, line feed, vertical tab, form feed, carriage return. */
export function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

export function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The end of a text without the blanks before it. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** The end of what is not blank from `start` on. */
export function wordEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}
