import { skipBlanks, tokenizePart, trimEnd } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { Span } from "../source.ts";
import type { Tokens } from "../tokens.ts";
import type { Budget } from "./budget.ts";
import type { BuiltIns } from "./built-in.ts";
import { readCondition } from "./condition.ts";
import { readDefinition } from "./definition.ts";
import type { FileLines } from "./definition.ts";
import { readDirective } from "./directive.ts";
import type { Directive } from "./directive.ts";
import { lookupIn } from "./expand.ts";
import type { Expanded } from "./expand.ts";
import { Expander } from "./expander.ts";
import { readList } from "./list.ts";
import { setParameter } from "./parameters.ts";
import type { Definition } from "./parameters.ts";
import type { Repetition } from "./repetition.ts";
import { readSequence } from "./sequence.ts";

/** What the lines of one reading share. */
export type LineContext = {
  readonly configId: string;
  readonly report: Reporter;
  readonly tokens: Tokens;
  readonly budget: Budget;
  readonly builtIns: BuiltIns;
  /**
   * Does what a directive asks for; `nextOrder` numbers the files that are read in its place. Whether the line is over.
   */
  readonly direct: (directive: Directive, nextOrder: () => number) => boolean;
};

const dollar = 0x24;
const atSign = 0x40;
const tilde = 0x7e;

/** Lines that are to be read behind another one: those of a parameter that was used at its end. */
type Following = NonNullable<Expanded["following"]>;

/**
 * Reads lines that may be more than words: conditions, definitions, repetitions, parameters and directives, in this
 * order. Behind a brace the rest of a line is a line of its own. keepalived.conf(5), "ADVANCED CONFIGURATION".
 */
export class LineReader {
  readonly #context: LineContext;
  readonly #definitions = new Map<string, Definition>();
  readonly #expander: Expander;
  /** Lines that are being read, one inside another. */
  #depth = 0;

  constructor(context: LineContext) {
    this.#context = context;
    this.#expander = new Expander(context.budget, lookupIn(this.#definitions, context.builtIns));
  }

  /** What the lines so far have defined. */
  get definitions(): ReadonlyMap<string, Definition> {
    return this.#definitions;
  }

  /** Reads a line. `fileLines`: what is behind it in its file, which a definition may go on in. */
  read(line: Span, fileLines?: FileLines): void {
    const { tokens, budget } = this.#context;
    if (!budget.nesting(line, this.#depth)) return;
    this.#depth++;
    const before = tokens.length;
    const following = this.#readParts(line, fileLines);
    if (tokens.length > before) tokens.endLine();
    for (const lines of following) this.#readFollowing(lines);
    this.#depth--;
  }

  /** Returns the lines that are to be read behind this one, in their order. */
  #readParts(line: Span, fileLines: FileLines | undefined): readonly Following[] {
    const following: Following[] = [];
    let { source, start } = line;
    let end = trimEnd(source.text, start, line.end);
    let mayHaveCondition = true;
    for (;;) {
      start = skipBlanks(source.text, start, end);
      if (start >= end) return following;
      const part: Span = { source, start, end };
      const first = source.text.charCodeAt(start);
      if (first === atSign && mayHaveCondition) {
        const condition = readCondition(part, this.#context.configId);
        if (!condition.holds) return following;
        start = condition.end;
        mayHaveCondition = false;
        continue;
      }
      if (first === dollar && this.#define(part, source === line.source ? fileLines : undefined)) return following;
      if (first === tilde && this.#repeat(part)) return following;
      mayHaveCondition = true;
      const expanded = this.#expander.expand(part);
      if (expanded === undefined) {
        const rest = this.#direct(part) ? undefined : this.#tokenize(part);
        if (rest === undefined) return following;
        start = rest;
      } else {
        if (expanded.source === undefined) return following;
        if (expanded.following !== undefined) following.unshift(expanded.following);
        source = expanded.source;
        start = 0;
        end = trimEnd(source.text, 0, source.text.length);
      }
    }
  }

  #define(part: Span, fileLines: FileLines | undefined): boolean {
    const named = readDefinition(part, fileLines, this.#context.report);
    if (named !== undefined) this.#definitions.set(named.name, named.definition);
    return named !== undefined;
  }

  /** Reads the rest of the line once for each row of values. */
  #repeat(part: Span): boolean {
    const { source, start, end } = part;
    const line = source.text.slice(start, end);
    const reading = readSequence(line, (text) => this.#expander.expandText(text, part)) ?? readList(line);
    if (reading === undefined) return false;
    if (reading.kind === "invalid") {
      const form = line.startsWith("~SEQ") ? "~SEQ(NAME, FIRST, STEP, LAST)" : "~LST(NAME, VALUE, ...)";
      const cure = `the line is left out; write ${form} and the rest of the line`;
      this.#context.report.error("repetition", part, reading.message, { cure });
      return true;
    }
    const { repetition } = reading;
    const place: Span = { source, start, end: start + repetition.end };
    for (const row of repetition.rows) {
      if (!this.#context.budget.line(place)) break;
      this.#set(repetition, row, place);
      this.read({ source, start: place.end, end });
    }
    return true;
  }

  #set({ names }: Repetition, row: readonly string[], place: Span): void {
    for (const [index, name] of names.entries()) {
      this.#definitions.set(name, setParameter(name, row[index] ?? "", place));
    }
  }

  #direct(part: Span): boolean {
    const directive = readDirective(part);
    return directive !== undefined && this.#context.direct(directive, () => this.#expander.nextOrder());
  }

  #tokenize(part: Span): number | undefined {
    const { tokens, budget, report } = this.#context;
    const before = tokens.length;
    const rest = tokenizePart(part, tokens, report);
    return budget.tokens(part, tokens.length - before) ? rest : undefined;
  }

  #readFollowing({ lines, use }: Following): void {
    for (const parameter of lines) {
      const source = this.#expander.furtherLine(parameter, use);
      if (source === undefined) return;
      this.read({ source, start: 0, end: source.text.length });
    }
  }
}
