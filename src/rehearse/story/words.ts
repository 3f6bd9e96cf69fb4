import { IpAddress } from "../../base/ip-address.ts";
import { type Duration, milliseconds, seconds, times } from "../../base/time.ts";
import { writeMeantOr, writeOneOf } from "../../config/nearest.ts";
import type { StoryMistake } from "./story.ts";

type Word = { readonly text: string; readonly column: number };

/** A mistake on its way to the line that it is in. */
export class Mistaken extends Error {
  readonly mistake: StoryMistake;

  constructor(mistake: StoryMistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

const comment = /(?:^|\s)#.*$/u;
const units: Readonly<Record<string, Duration>> = {
  ms: milliseconds(1),
  s: seconds(1),
  m: seconds(60),
  h: seconds(3600),
};

/** The words of one line, taken one after the other; what is not as it should be throws a `Mistaken`. */
export class LineWords {
  readonly line: number;
  readonly #words: readonly Word[];
  readonly #end: number;
  #next = 0;

  constructor(line: number, text: string) {
    const told = text.replace(comment, "").trimEnd();
    this.line = line;
    this.#words = Array.from(told.matchAll(/\S+/gu), ({ 0: word, index }) => ({ text: word, column: index + 1 }));
    this.#end = told.length + 1;
  }

  get isEmpty(): boolean {
    return this.#words.length === 0;
  }

  get text(): string {
    return this.#words.map(({ text }) => text).join(" ");
  }

  peek(): string | undefined {
    return this.#words[this.#next]?.text;
  }

  /** The next word, which is one of these. */
  oneOf<W extends string>(choices: readonly W[]): W {
    const word = this.#take(`write ${choices.join(", ")}`);
    const found = choices.find((choice) => choice === word.text);
    if (found === undefined) this.fail(word, `unknown word ${word.text}`, writeOneOf(word.text, choices));
    return found;
  }

  /** The next word, a name of one of these. */
  name(what: string, known: readonly string[]): string {
    const there = known.length === 0 ? `there is no ${what}` : `there are ${known.join(", ")}`;
    const word = this.#take(there);
    if (!known.includes(word.text)) this.fail(word, `no ${what} ${word.text}`, writeMeantOr(word.text, known, there));
    return word.text;
  }

  /** "10s", "200ms", "1.5m", "2h". */
  time(): Duration {
    const word = this.#take("write a time such as 10s or 200ms");
    const [, count = "", unit = ""] = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h)$/u.exec(word.text) ?? [];
    const size = units[unit];
    if (size === undefined) this.fail(word, `not a time: ${word.text}`, "write a time such as 10s or 200ms");
    return times(size, Number(count));
  }

  /** "30%", as a share of 1. */
  share(): number {
    const word = this.#take("write a share such as 30%");
    const [, count] = /^(\d{1,3}(?:\.\d{1,3})?)%$/u.exec(word.text) ?? [];
    if (count === undefined || Number(count) > 100) {
      this.fail(word, `not a share: ${word.text}`, "write 0% to 100%, such as 30%");
    }
    return Number(count) / 100;
  }

  /** A whole number of 0 or more. */
  whole(most: number): number {
    const word = this.#take(`write a whole number from 0 to ${most}`);
    const count = /^\d{1,15}$/u.test(word.text) ? Number(word.text) : undefined;
    if (count === undefined || count > most) {
      this.fail(word, `not a whole number: ${word.text}`, `write one from 0 to ${most}`);
    }
    return count;
  }

  /** A virtual address that some node has. */
  address(known: readonly string[]): string {
    const word = this.#take(`write an address: ${known.join(", ")}`);
    const text = IpAddress.parse(word.text)?.toString() ?? word.text;
    if (!known.includes(text)) {
      const cure = writeMeantOr(text, known, `there are ${known.join(", ")}`);
      this.fail(word, `no node has the virtual address ${word.text}`, cure);
    }
    return text;
  }

  /** There must be nothing left. */
  finish(): void {
    const word = this.#words[this.#next];
    if (word !== undefined) this.fail(word, `${word.text} is more than belongs here`, "leave it out");
  }

  /** About the word that was taken last. */
  failLast(message: string, cure: string): never {
    const word = this.#words[this.#next - 1];
    return this.fail(word ?? { text: "", column: this.#end }, message, cure);
  }

  fail({ text, column }: Word, message: string, cure: string): never {
    throw new Mistaken({ line: this.line, column, length: Math.max(1, text.length), message, cure });
  }

  #take(cure: string): Word {
    const word = this.#words[this.#next];
    if (word === undefined) return this.fail({ text: "", column: this.#end }, "the line ends too early", cure);
    this.#next += 1;
    return word;
  }
}
