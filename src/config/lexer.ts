import type { Reporter } from "./reporter.ts";
import type { Source, Span } from "./source.ts";

/**
 * A word as the language splits lines: at white space and at braces, where double quotes keep white space, braces
 * and comment signs inside a word. `text` is without the quotes.
 */
export type Word = Span & { readonly kind: "word"; readonly text: string };

/** A word, a brace, or the end of a line that had any of them. */
export type Token = Word | (Span & { readonly kind: "open" | "close" | "line-end" });

/** The longest line the reference reads, in bytes of its buffer (keepalived ignores longer ones). */
export const maximumLineLength = 1023;

const doubleQuote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Splits a source into tokens. Comments begin with `#` or `!` anywhere outside double quotes unless a backslash
 * stands before them. A line with a null character and a line longer than `maximumLineLength` are reported and
 * left out as a whole (keepalived.conf(5), "DESCRIPTION").
 */
export function tokenize(source: Source, report: Reporter): readonly Token[] {
  const tokens: Token[] = [];
  const { text } = source;
  let nextNull = indexOrEnd(text, "\0", 0);
  for (let start = 0; start < text.length;) {
    const end = indexOrEnd(text, "\n", start);
    if (nextNull >= end) tokenizeLine(source, start, end, tokens, report);
    else {
      report.error("null-character", { source, start, end }, "line contains a null character - ignoring");
      nextNull = indexOrEnd(text, "\0", end);
    }
    start = end + 1;
  }
  return tokens;
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index === -1 ? text.length : index;
}

function tokenizeLine(source: Source, start: number, lineEnd: number, tokens: Token[], report: Reporter): void {
  const { text } = source;
  const before = tokens.length;
  let at = skipBlanks(text, start, lineEnd);
  while (at < lineEnd) {
    const code = text.charCodeAt(at);
    if (isCommentSign(code)) break;
    if (code === openBrace || code === closeBrace) {
      tokens.push({ source, start: at, end: at + 1, kind: code === openBrace ? "open" : "close" });
      at++;
    } else {
      const word = readWord(source, at, lineEnd, report);
      tokens.push(word);
      at = word.end;
    }
    at = skipBlanks(text, at, lineEnd);
  }
  if (tokens.length === before) return;
  // What counts is the line without its comment.
  if (at - start <= maximumLineLength) {
    tokens.push({ source, start: at, end: at, kind: "line-end" });
    return;
  }
  tokens.length = before;
  const message = `line is longer than ${maximumLineLength} characters - ignoring`;
  report.error("long-line", { source, start, end: lineEnd }, message);
}

/** Reads the word that begins at `start`; it ends at white space, a brace, a comment or `lineEnd`. */
function readWord(source: Source, start: number, lineEnd: number, report: Reporter): Word {
  const { text } = source;
  let plain = true;
  let quoteAt = -1;
  let at = start;
  while (at < lineEnd) {
    const code = text.charCodeAt(at);
    if (code === backslash && at + 1 < lineEnd && isEscapable(text.charCodeAt(at + 1), quoteAt !== -1)) {
      plain = false;
      at += 2;
      continue;
    }
    if (code === doubleQuote) {
      plain = false;
      quoteAt = quoteAt === -1 ? at : -1;
    } else if (quoteAt === -1 && endsWord(code)) break;
    at++;
  }
  if (quoteAt !== -1) {
    while (at > quoteAt + 1 && isBlank(text.charCodeAt(at - 1))) at--;
    const span = { source, start: quoteAt, end: quoteAt + 1 };
    report.error("unclosed-quote", span, 'Unmatched quote: missing terminating "', {
      cure: "the rest of the line was taken as the value",
    });
  }
  const raw = text.slice(start, at);
  return { source, start, end: at, kind: "word", text: plain ? raw : unquote(raw) };
}

/** `\#` and `\!` anywhere, and inside quotes `\"` and `\\`, do not mean what they mean alone. */
function isEscapable(code: number, quoted: boolean): boolean {
  return isCommentSign(code) || (quoted && (code === doubleQuote || code === backslash));
}

function unquote(raw: string): string {
  return raw.replaceAll(/\\([#!"])|"/gu, (_match, escaped: string | undefined) => escaped ?? "");
}

function endsWord(code: number): boolean {
  return isBlank(code) || isCommentSign(code) || code === openBrace || code === closeBrace;
}

/** `#` or `!`. */
function isCommentSign(code: number): boolean {
  return code === 0x23 || code === 0x21;
}

/** Space, tab, vertical tab, form feed, carriage return. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}
