import { Findings, Reporter } from "../reporter.ts";
import { scopes } from "../schema/index.ts";
import type { Keyword, Scope } from "../schema/keyword.ts";
import { allWords, quoteWord } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import type { Effective, EffectiveBlock } from "./effective.ts";
import { maskWords } from "./mask.ts";
import type { Origins } from "./origins.ts";
import type { DumpText } from "./text.ts";

export type DumpOptions = {
  /** Say what holds for every keyword, and where each value comes from. */
  readonly defaults: boolean;
};

/** What takes effect of a block; undefined: nothing. */
export type EffectiveOf = (row: Keyword<unknown>, statement: Statement) => EffectiveBlock | undefined;

const scopesByKeyword: ReadonlyMap<string, Scope> = new Map(scopes.map((scope) => [scope.name, scope]));

/** Writes blocks as their tables order them: each keyword once, with the value that counts. */
export class BlockDumper {
  readonly #text: DumpText;
  readonly #options: DumpOptions;
  readonly #origins: Origins;
  readonly #effectiveOf: EffectiveOf;
  /** What is wrong with a line was reported when it was loaded. */
  readonly #silence = new Reporter(new Findings());

  constructor(text: DumpText, options: DumpOptions, origins: Origins, effectiveOf: EffectiveOf) {
    this.#text = text;
    this.#options = options;
    this.#origins = origins;
    this.#effectiveOf = effectiveOf;
  }

  /** The lines of a block, whose statements may come from several blocks of the same kind. */
  statements(scope: Scope, statements: readonly Statement[], effective: Effective): void {
    const written = groupByRow(scope, statements);
    for (const row of scope.keywords.values()) {
      if (row.aliasOf !== undefined) continue;
      const those = written.get(row.name) ?? [];
      const value = effective.get(row.name);
      const counting = those.at(row.firstCounts ? 0 : -1);
      if (value === undefined) this.#written(row, those, counting);
      else if (value.kind === "words") this.#setting(row, value.text, counting);
      else if (value.kind === "lines") this.#list(row, value.lines, counting);
      else if (those.length === 0) this.#default(row);
    }
  }

  /** A keyword that says what its lines say. */
  #written(row: Keyword<unknown>, statements: readonly Statement[], counting: Statement | undefined): void {
    if (counting === undefined) this.#default(row);
    else if (row.shape.block) for (const statement of statements) this.#block(row, statement);
    else if (row.repeatable) for (const statement of statements) this.#line(row, statement);
    else this.#line(row, counting);
  }

  #line(row: Keyword<unknown>, statement: Statement): void {
    const value = row.shape.read(statement, this.#silence);
    if (value === undefined) return;
    this.#setting(row, row.shape.print?.(value) ?? printWords(statement.words), statement);
  }

  #setting(row: Keyword<unknown>, text: string, statement: Statement | undefined): void {
    const masked = maskWords(row, text);
    this.#text.line(masked === "" ? row.name : `${row.name} ${masked}`, this.#comment(row, statement));
  }

  #list(row: Keyword<unknown>, entries: readonly string[], statement: Statement | undefined): void {
    this.#text.block(row.name, this.#comment(row, statement), () => {
      for (const entry of entries) this.#text.line(entry);
    });
  }

  #block(row: Keyword<unknown>, statement: Statement): void {
    const effective = this.#effectiveOf(row, statement);
    if (effective === undefined || statement.block === undefined) return;
    const { statements } = statement.block;
    const scope = scopesByKeyword.get(row.name);
    const header = effective.header ?? printWords(statement.words);
    this.#text.block(header === "" ? row.name : `${row.name} ${header}`, this.#comment(row, statement), () => {
      const body =
        effective.body ?? (scope === undefined ? statements.map((entry) => printWords(allWords(entry))) : []);
      for (const entry of body) this.#text.line(entry);
      if (scope !== undefined && effective.body === undefined) this.statements(scope, statements, effective.values);
    });
  }

  /** What holds without the keyword, as a comment: not every default can be written down as a value. */
  #default(row: Keyword<unknown>): void {
    if (!this.#options.defaults || row.shape.block || row.deprecated !== undefined) return;
    const inherited = this.#origins.inherited(row);
    const usual = row.default ?? (row.shape.syntax === "" ? "off" : undefined);
    const holds = inherited === undefined ? usual : printWords(inherited.words) || "on";
    if (holds !== undefined) this.#text.line(`# ${row.name}: ${holds} (${this.#origins.of(row, undefined)})`);
  }

  #comment(row: Keyword<unknown>, statement: Statement | undefined): string | undefined {
    return this.#options.defaults ? this.#origins.of(row, statement) : undefined;
  }
}

function groupByRow(scope: Scope, statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const row = scope.keywords.get(statement.keyword.text);
    // Without its block such a keyword was skipped.
    if (row === undefined || (row.shape.block && statement.block === undefined)) continue;
    const name = row.aliasOf ?? row.name;
    const others = groups.get(name);
    if (others === undefined) groups.set(name, [statement]);
    else others.push(statement);
  }
  return groups;
}

function printWords(words: Statement["words"]): string {
  return words.map((word) => quoteWord(word.text)).join(" ");
}
