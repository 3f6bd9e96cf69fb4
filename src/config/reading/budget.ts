import type { Reporter } from "../reporter.ts";
import type { Span } from "../source.ts";
import {
  maximumExpandedLine,
  maximumExpandedLines,
  maximumExpandedText,
  maximumExpandedTokens,
  maximumExpansionDepth,
  maximumFiles,
  maximumIncludeDepth,
  maximumText,
} from "./bounds.ts";

/**
 * Keeps one reading within its bounds. Each method tells whether there is room; when there is not, it reports the
 * bound, once, and the reading is over.
 */
export class Budget {
  readonly #report: Reporter;
  #exceeded = false;
  #files = 0;
  #text = 0;
  #lines = 0;
  #expandedText = 0;
  #tokens = 0;

  constructor(report: Reporter) {
    this.#report = report;
  }

  /** A bound was exceeded: the rest is not read. */
  get exceeded(): boolean {
    return this.#exceeded;
  }

  /** One more file, inside as many others. */
  file(place: Span | undefined, length: number, depth: number): boolean {
    this.#files++;
    this.#text += length;
    return (
      this.#check(depth, maximumIncludeDepth, place, "files include one another more than", "deep") &&
      this.#check(this.#files, maximumFiles, place, "there are more than", "files") &&
      this.#check(this.#text, maximumText, place, "the files have more than", "characters together")
    );
  }

  /** One more line that parameters make. */
  expansion(place: Span, name: string, length: number, depth: number): boolean {
    this.#expandedText += length;
    const nested = `$${name} contains itself, or parameters and repetitions are inside one another more than`;
    return (
      this.#check(depth, maximumExpansionDepth, place, nested, "deep") &&
      this.#check(length, maximumExpandedLine, place, `$${name} makes a line of more than`, "characters") &&
      this.#check(this.#expandedText, maximumExpandedText, place, "parameters make more than", "characters") &&
      this.line(place)
    );
  }

  /** One more line that a repetition or a parameter makes. */
  line(place: Span): boolean {
    this.#lines++;
    return this.#check(this.#lines, maximumExpandedLines, place, "parameters and repetitions make more than", "lines");
  }

  /** More words and braces on a line that is not a plain one. */
  tokens(place: Span, count: number): boolean {
    this.#tokens += count;
    const what = "parameters and repetitions make more than";
    return this.#check(this.#tokens, maximumExpandedTokens, place, what, "words");
  }

  /** A line inside as many others. */
  nesting(place: Span, depth: number): boolean {
    const what = "parameters and repetitions are inside one another more than";
    return this.#check(depth, maximumExpansionDepth, place, what, "deep");
  }

  /** The reading cannot go on for another reason. */
  end(place: Span, message: string, cure: string): void {
    if (!this.#exceeded) this.#report.fatal("limit", place, message, { cure, effect: "cannot-run" });
    this.#exceeded = true;
  }

  #check(value: number, maximum: number, place: Span | undefined, what: string, unit: string): boolean {
    if (this.#exceeded) return false;
    if (value <= maximum) return true;
    this.#exceeded = true;
    const cure = "reading ends here, and nothing of the configuration is used";
    this.#report.fatal("limit", place, `${what} ${maximum} ${unit}`, { cure, effect: "cannot-run" });
    return false;
  }
}
