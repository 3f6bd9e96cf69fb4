import { unreachable } from "../../base/assert.ts";
import { contentEnd, endOfLine, tokenizeLine } from "../lexer.ts";
import { rememberDefinitions } from "../parameter-cures.ts";
import type { Reporter } from "../reporter.ts";
import type { Source, Span } from "../source.ts";
import { Tokens } from "../tokens.ts";
import { maximumLineLength } from "./bounds.ts";
import { Budget } from "./budget.ts";
import { BuiltIns } from "./built-in.ts";
import type { FileLine } from "./definition.ts";
import type { Directive } from "./directive.ts";
import type { ReadingEnvironment } from "./environment.ts";
import { applyIncludeCheck, everyCheck, noCheck } from "./include.ts";
import type { IncludeChecks } from "./include.ts";
import { findIncluded } from "./inclusion.ts";
import { LineFinder } from "./line-finder.ts";
import { LineReader } from "./line-reader.ts";
import { absolutePath, directoryOf } from "./paths.ts";

/**
 * Reads a file and all that it includes into tokens, with conditional lines, definitions, parameters and repetitions
 * resolved. A line with a null character and a line longer than `maximumLineLength` are reported and left out as a
 * whole. When a bound is exceeded there are no tokens at all.
 */
export function readTokens(
  source: Source,
  environment: ReadingEnvironment & { readonly configId: string },
  report: Reporter,
): Tokens {
  const tokens = new Tokens(Math.ceil(source.text.length / charactersPerToken) + 1);
  return new ConfigurationReader(environment, tokens, report).read(source);
}

/** A word or a brace takes more characters than this in most files. */
const charactersPerToken = 6;

class ConfigurationReader {
  readonly #environment: ReadingEnvironment;
  readonly #report: Reporter;
  readonly #budget: Budget;
  readonly #builtIns: BuiltIns;
  readonly #lines: LineReader;
  readonly #tokens: Tokens;
  /** The absolute paths of the files that are open, outermost first. */
  readonly #open: string[] = [];
  #checks: IncludeChecks;

  constructor(environment: ReadingEnvironment & { readonly configId: string }, tokens: Tokens, report: Reporter) {
    const { configId, variable, randomSeed = 1 } = environment;
    this.#environment = environment;
    this.#report = report;
    this.#tokens = tokens;
    this.#budget = new Budget(report);
    this.#builtIns = new BuiltIns({ configId, variable, randomSeed });
    this.#checks = environment.strictIncludes === true ? everyCheck : noCheck;
    this.#lines = new LineReader({
      configId,
      report,
      tokens,
      budget: this.#budget,
      builtIns: this.#builtIns,
      direct: (directive, nextOrder) => this.#direct(directive, nextOrder),
    });
  }

  read(source: Source): Tokens {
    this.#file(source);
    if (this.#budget.exceeded) this.#tokens.truncate(0);
    rememberDefinitions(source, this.#lines.definitions);
    return this.#tokens;
  }

  #file(source: Source): void {
    if (!this.#budget.file(source.origin?.place, source.text.length, this.#open.length)) return;
    const path = absolutePath(this.#workingDirectory, source.path);
    const checks = this.#checks;
    const { directory } = this.#builtIns;
    this.#builtIns.directory = directoryOf(path).slice(0, -1) || "/";
    this.#open.push(path);
    this.#readLines(source, new LineFinder(source));
    this.#open.pop();
    this.#builtIns.directory = directory;
    this.#checks = checks;
  }

  get #workingDirectory(): string {
    return this.#environment.workingDirectory ?? "";
  }

  #readLines(source: Source, lines: LineFinder): void {
    for (;;) {
      const start = lines.end + 1;
      const plainEnd = lines.skipPlain();
      for (let at = start; at < plainEnd;) at = this.#plainLine(source, at, plainEnd);
      if (!lines.advance()) return;
      this.#markedLine(lines);
      if (this.#budget.exceeded) return;
    }
  }

  /** Reads a line of those up to `limit` and returns where the next one begins. */
  #plainLine(source: Source, start: number, limit: number): number {
    const tokens = this.#tokens;
    const before = tokens.length;
    const stop = tokenizeLine(source, start, limit, tokens, this.#report);
    // What counts is the line without its comment.
    if (tokens.length > before) {
      if (tokens.end(tokens.length - 1) - start <= maximumLineLength) tokens.endLine();
      else {
        tokens.truncate(before);
        this.#reportLongLine({ source, start, end: endOfLine(source.text, stop, limit) });
      }
    }
    return endOfLine(source.text, stop, limit) + 1;
  }

  #markedLine(lines: LineFinder): void {
    const line = this.#usable(lines.line);
    if (line === undefined) return;
    const next = (): FileLine | undefined =>
      lines.advance() ? { line: this.#usable(lines.line), rawEnd: lines.end } : undefined;
    this.#lines.read(line, { rawEnd: lines.end, next });
  }

  /** A line without its comment; undefined and a finding when it is not one of text. */
  #usable(line: Span): Span | undefined {
    const { source, start, end } = line;
    if (source.text.slice(start, end).includes("\0")) {
      this.#report.error("null-character", line, "line contains a null character - ignoring");
      return undefined;
    }
    const content = contentEnd(line);
    if (content - start <= maximumLineLength) return { source, start, end: content };
    this.#reportLongLine(line);
    return undefined;
  }

  #reportLongLine(place: Span): void {
    const message = `line is longer than ${maximumLineLength} characters - ignoring`;
    this.#report.error("long-line", place, message);
  }

  /** Returns whether that was all of the line: words that set something are also read by the decoders. */
  #direct(directive: Directive, nextOrder: () => number): boolean {
    switch (directive.kind) {
      case "include":
        this.#include(directive, nextOrder);
        return true;
      case "include-check":
        this.#checks = applyIncludeCheck(directive.words, this.#checks);
        return false;
      case "random-seed":
        this.#builtIns.seed(directive.seed);
        return false;
      default:
        return unreachable(directive);
    }
  }

  #include({ pattern, place, checks }: Extract<Directive, { kind: "include" }>, nextOrder: () => number): void {
    const from = place.source.path;
    const insisted = checks.size === 0 ? this.#checks : new Set([...checks, ...this.#checks]);
    for (const { path, text } of findIncluded(pattern, from, insisted, this.#environment.files, place, this.#report)) {
      const absolute = absolutePath(this.#workingDirectory, path);
      if (this.#open.includes(absolute)) {
        const chain = [...this.#open.slice(this.#open.indexOf(absolute)), absolute].join(" includes ");
        this.#budget.end(place, `${path} includes itself`, chain);
      }
      if (this.#budget.exceeded) return;
      const depth = (place.source.origin?.depth ?? 0) + 1;
      this.#file({ path, text, origin: { kind: "include", place, order: nextOrder(), depth } });
    }
  }
}
