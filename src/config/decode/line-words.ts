import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { Statement } from "../tree.ts";

/** The words of a line in a list of addresses, routes or rules, read one after the other. */
export class LineWords {
  readonly first: Word;
  readonly #words: readonly Word[];
  #next: number;

  /** Begins behind `read` words of the line. */
  constructor({ keyword, words }: Statement, read = 0) {
    this.first = keyword;
    this.#words = words;
    this.#next = read - 1;
  }

  get next(): Word | undefined {
    return this.#next < 0 ? this.first : this.#words[this.#next];
  }

  take(): Word | undefined {
    const word = this.next;
    this.#next++;
    return word;
  }

  /** Nothing more is to be read. */
  skipRest(): void {
    this.#next = this.#words.length;
  }

  /** The word that must stand next. Without it the daemon does not run: the reference ends with status 2 there. */
  required(report: Reporter): Word | undefined {
    const word = this.take();
    if (word !== undefined) return word;
    const last = this.#words.at(-1) ?? this.first;
    const message =
      `*** Configuration line starting \`${this.first.text}\` is missing a parameter ` +
      `after keyword \`${last.text}\` at word position ${this.#words.length + 2}`;
    const span = { source: last.source, start: last.end, end: last.end };
    report.fatal("missing-parameter", span, message, { effect: "missing-parameter" });
    return undefined;
  }
}
