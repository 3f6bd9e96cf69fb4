import type { Source, Span } from "../source.ts";

/** What a line has to contain for there to be more to do than to split it into words. */
const marks = String.raw`[$@~\\\0]|include|random_seed`;

/**
 * Goes through the lines of a text and tells the plain ones, which have none of the marks, from the others. The marks
 * are looked for just once in the whole text.
 */
export class LineFinder {
  readonly #source: Source;
  readonly #marks = new RegExp(marks, "g");
  /** Where the next mark is. */
  #nearest = -1;
  #start = 0;
  #end = -1;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Where the current line ends, without its line end; -1 before the first one. */
  get end(): number {
    return this.#end;
  }

  /** The current line. */
  get line(): Span {
    return { source: this.#source, start: this.#start, end: this.#end };
  }

  /** Goes to the next line; false: there is none. */
  advance(): boolean {
    const start = this.#end + 1;
    if (start >= this.#source.text.length) return false;
    this.#start = start;
    this.#end = this.#find("\n", start);
    return true;
  }

  /** Goes to the last of the plain lines that follow, and returns where the next line begins, or the text ends. */
  skipPlain(): number {
    const { text } = this.#source;
    const start = this.#end + 1;
    if (this.#nearest < start) this.#findNearest(start);
    if (this.#nearest >= text.length) {
      this.#end = text.length;
      return text.length;
    }
    const next = Math.max(start, text.lastIndexOf("\n", this.#nearest) + 1);
    this.#end = next - 1;
    return next;
  }

  #findNearest(start: number): void {
    const { text } = this.#source;
    this.#marks.lastIndex = start;
    this.#nearest = this.#marks.exec(text)?.index ?? text.length;
  }

  #find(mark: string, from: number): number {
    const { text } = this.#source;
    const index = text.indexOf(mark, from);
    return index === -1 ? text.length : index;
  }
}
