import { assert } from "../base/assert.ts";
import type { Source, Span } from "./source.ts";
import { Texts } from "./texts.ts";

/**
 * A word as the language splits lines: at white space, at braces and at double quotes. What stands between double
 * quotes is a word of its own, exactly as it is written; `text` is without the quotes.
 */
export type Word = Span & { readonly text: string };

/** A word, a brace, or the end of a line that had any of them. */
export type Token = (Word & { readonly kind: "word" }) | (Span & { readonly kind: "open" | "close" | "line-end" });

/**
 * The kinds of tokens as they are kept: those from `word` on are words, which differ in what is not their text. The end
 * of a line is kept with its last token.
 */
export const tokenKind = {
  open: 0,
  close: 1,
  word: 2,
  /** A word in which a backslash may stand before a comment sign. */
  escaped: 3,
  quoted: 4,
  /** A double quote and the rest of its line. */
  unclosed: 5,
} as const;

export type TokenKind = (typeof tokenKind)[keyof typeof tokenKind];

const names = ["open", "close"] as const;

/*
 * Numbers of a token: its kind, whether it is the last one of its line, and the index of its source; where it begins;
 * where it ends.
 */
const size = 3;
const kindMask = 7;
const lineEndFlag = 8;
const sourceShift = 4;

/** Characters: there is no gain in comparing longer pieces of text. */
const longestPiece = 1000;

/**
 * The tokens of one reading, in their order. A large file has a million of them: they are rows of numbers rather than
 * objects, which would all outlive several collections of garbage. A word becomes one when it is asked for.
 */
export class Tokens {
  readonly #sources: Source[] = [];
  readonly #texts = new Texts();
  #numbers: Int32Array;
  #length = 0;
  /** The source of the last token, and its index as it is kept. */
  #current: Source | undefined;
  #tag = 0;

  /** `expected`: how many there may be. */
  constructor(expected = 64) {
    this.#numbers = new Int32Array(size * expected);
  }

  get length(): number {
    return this.#length;
  }

  /** The texts that they were read from, also those whose tokens are forgotten. */
  get sources(): readonly Source[] {
    return this.#sources;
  }

  add(kind: TokenKind, source: Source, start: number, end: number): void {
    if (source !== this.#current) this.#enter(source);
    const row = this.#length * size;
    if (row === this.#numbers.length) this.#grow();
    const numbers = this.#numbers;
    numbers[row] = kind | this.#tag;
    numbers[row + 1] = start;
    numbers[row + 2] = end;
    this.#length++;
  }

  /** The last token is the last one of its line. */
  endLine(): void {
    const row = (this.#length - 1) * size;
    this.#numbers[row] = (this.#numbers[row] ?? 0) | lineEndFlag;
  }

  /** Whether a token is the last one of its line. */
  endsLine(index: number): boolean {
    return ((this.#numbers[index * size] ?? 0) & lineEndFlag) !== 0;
  }

  /** Forgets all but the first ones. */
  truncate(length: number): void {
    this.#length = Math.min(length, this.#length);
  }

  kind(index: number): number {
    return (this.#numbers[index * size] ?? 0) & kindMask;
  }

  start(index: number): number {
    return this.#numbers[index * size + 1] ?? 0;
  }

  end(index: number): number {
    return this.#numbers[index * size + 2] ?? 0;
  }

  span(index: number): Span {
    return { source: this.#source(index), start: this.start(index), end: this.end(index) };
  }

  /** The text of a word. */
  text(index: number): string {
    return this.#text(this.kind(index), this.#source(index).text, this.start(index), this.end(index));
  }

  word(index: number): Word {
    const source = this.#source(index);
    const start = this.start(index);
    const end = this.end(index);
    return { source, start, end, text: this.#text(this.kind(index), source.text, start, end) };
  }

  /** The text between two tokens; undefined: not all of it is of the same source, or it is long. */
  textBetween(first: number, last: number): string | undefined {
    const numbers = this.#numbers;
    const start = this.end(first);
    const end = this.start(last);
    if (end - start > longestPiece) return undefined;
    const tag = (numbers[first * size] ?? 0) >> sourceShift;
    for (let row = (first + 1) * size; row <= last * size; row += size) {
      if ((numbers[row] ?? 0) >> sourceShift !== tag) return undefined;
    }
    return this.#source(first).text.slice(start, end);
  }

  /** The tokens as objects. */
  *[Symbol.iterator](): Generator<Token> {
    for (let index = 0; index < this.#length; index++) {
      const kind = names[this.kind(index)];
      yield kind === undefined ? { ...this.word(index), kind: "word" } : { ...this.span(index), kind };
      if (!this.endsLine(index)) continue;
      const end = this.end(index);
      yield { source: this.#source(index), start: end, end, kind: "line-end" };
    }
  }

  /** The text of a word of that kind. */
  #text(kind: number, text: string, start: number, end: number): string {
    switch (kind) {
      case tokenKind.escaped:
        return withoutEscapes(text.slice(start, end));
      case tokenKind.quoted:
        return text.slice(start + 1, end - 1);
      case tokenKind.unclosed:
        return text.slice(start + 1, end);
      default:
        return this.#texts.between(text, start, end);
    }
  }

  #enter(source: Source): void {
    this.#current = source;
    this.#tag = this.#sources.length << sourceShift;
    this.#sources.push(source);
  }

  #source(index: number): Source {
    const source = this.#sources[(this.#numbers[index * size] ?? 0) >> sourceShift];
    assert(source !== undefined, "a token has a source");
    return source;
  }

  #grow(): void {
    const numbers = new Int32Array(2 * this.#numbers.length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}

/** Text in which `\#` and `\!` stand for the signs themselves. */
export function withoutEscapes(raw: string): string {
  return raw.replaceAll(/\\([#!])/gu, "$1");
}
