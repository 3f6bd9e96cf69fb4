import type { Reporter } from "./reporter.ts";
import type { Source, Span } from "./source.ts";

/**
 * A word as the language splits lines: at white space, at braces and at double quotes. What stands between double
 * quotes is a word of its own, exactly as it is written; `text` is without the quotes.
 */
export type Word = Span & { readonly kind: "word"; readonly text: string };

/** A word, a brace, or the end of a line that had any of them. */
export type Token = Word | (Span & { readonly kind: "open" | "close" | "line-end" });

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
 * Appends the tokens of a line without backslashes, up to its comment, and returns where the last of them ends, or the
 * start of the line when there are none. Comments begin with `#` or `!` anywhere outside double quotes
 * (keepalived.conf(5), "DESCRIPTION").
 */
export function tokenizeLine(source: Source, start: number, end: number, tokens: Token[], report: Reporter): number {
  const { text } = source;
  let last = start;
  let at = skipBlanks(text, start, end);
  while (at < end && !isCommentSign(text.charCodeAt(at))) {
    const token = readToken(source, at, end, lineWordEnds, report);
    tokens.push(token);
    last = token.end;
    at = skipBlanks(text, last, end);
  }
  return last;
}

/**
 * Appends the tokens of a line that is known to have no comment, up to and including its first brace, and returns
 * where it stopped: behind a brace, or at the end. Undefined: there is none, and nothing is left.
 */
export function tokenizePart({ source, start, end }: Span, tokens: Token[], report: Reporter): number | undefined {
  for (let at = skipBlanks(source.text, start, end); at < end; at = skipBlanks(source.text, at, end)) {
    const token = readToken(source, at, end, partWordEnds, report);
    tokens.push(token);
    at = token.end;
    if (token.kind !== "word") return at;
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

function readToken(source: Source, start: number, end: number, wordEnds: Uint8Array, report: Reporter): Token {
  const code = source.text.charCodeAt(start);
  if (code === openBrace) return { source, start, end: start + 1, kind: "open" };
  if (code === closeBrace) return { source, start, end: start + 1, kind: "close" };
  if (code === doubleQuote) return readQuoted(source, start, end, report);
  return readWord(source, start, end, wordEnds);
}

function readWord(source: Source, start: number, end: number, wordEnds: Uint8Array): Word {
  const { text } = source;
  let plain = true;
  let at = start;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (wordEnds[code] === 1) break;
    if (code === backslash) plain = false;
  }
  const raw = text.slice(start, at);
  return { source, start, end: at, kind: "word", text: plain ? raw : withoutEscapes(raw) };
}

function readQuoted(source: Source, start: number, end: number, report: Reporter): Word {
  const { text } = source;
  let close = start + 1;
  while (close < end && text.charCodeAt(close) !== doubleQuote) close++;
  if (close < end) return { source, start, end: close + 1, kind: "word", text: text.slice(start + 1, close) };
  report.error("unclosed-quote", { source, start, end: start + 1 }, 'Unmatched quote: missing terminating "', {
    cure: "the rest of the line was taken as the value",
  });
  const last = trimEnd(text, start + 1, end);
  return { source, start, end: last, kind: "word", text: text.slice(start + 1, last) };
}

/** Text in which `\#` and `\!` stand for the signs themselves. */
export function withoutEscapes(raw: string): string {
  return raw.replaceAll(/\\([#!])/gu, "$1");
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
