import { arrayOfLength } from "../../base/array.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { Keyword, Scope, Table, Values } from "../schema/keyword.ts";
import { offWords, switched } from "../schema/shapes.ts";
import type { Statement } from "../tree.ts";
import { reportUnknown } from "./unknown.ts";

/**
 * The statements of one block, asked by keyword. Making it reports what is not a keyword of the block, what is not
 * built yet, and braces that are missing or too many; asking it for a keyword reads that keyword's words. Each keyword
 * is to be asked for once, by the decoder of its block.
 */
export class ScopeReader {
  readonly #scope: Scope;
  readonly #report: Reporter;
  /*
   * What is known of the block, in the order of the text, and the keyword of each. Blocks are small and there are many
   * of them: looking through a short list costs less than making a map.
   */
  readonly #statements: readonly Statement[];
  readonly #names: readonly string[];

  constructor(scope: Scope, statements: readonly Statement[], report: Reporter) {
    this.#scope = scope;
    this.#report = report;
    const rows = rowsOfScope(scope);
    const names = arrayOfLength<string>(statements.length);
    for (let index = 0; index < statements.length; index++) {
      const statement = statements[index];
      const known = statement && rows.get(statement.name);
      // A brace that is missing or too many changes what the statements behind it belong to.
      if (known === undefined || statement === undefined || known.block !== (statement.block !== undefined)) {
        const sorted = statements.slice(0, index);
        const sortedNames = names.slice(0, index);
        this.#sort(statements.slice(index), sorted, sortedNames);
        this.#statements = sorted;
        this.#names = sortedNames;
        return;
      }
      if (known.isRemarkable) this.#remark(statement, known);
      names[index] = known.name;
    }
    this.#statements = statements;
    this.#names = names;
  }

  has({ name }: Keyword<unknown>): boolean {
    return this.#names.includes(name);
  }

  /** Where a keyword that counts stands; undefined when it does not. */
  keywordAt(keyword: Keyword<unknown>): Word | undefined {
    return this.#counting(keyword)?.keyword;
  }

  /** The first word of a keyword's parameters, for findings about it; its keyword when there is none. */
  parameterAt(keyword: Keyword<unknown>): Word | undefined {
    const statement = this.#counting(keyword);
    return statement?.words[0] ?? statement?.keyword;
  }

  /** What a keyword says. When it is there more than once the last one counts, or the first one if its row says so. */
  value<T>(keyword: Keyword<T>): T | undefined {
    const { name } = keyword;
    const first = this.#names.indexOf(name);
    if (first === -1) return undefined;
    const last = this.#names.lastIndexOf(name);
    if (first !== last) this.#reportRepeated(this.#all(name), keyword);
    const counting = this.#statements[keyword.firstCounts ? first : last];
    return counting && keyword.shape.read(counting, this.#report);
  }

  #counting({ name, firstCounts }: Keyword<unknown>): Statement | undefined {
    const index = firstCounts ? this.#names.indexOf(name) : this.#names.lastIndexOf(name);
    return index === -1 ? undefined : this.#statements[index];
  }

  #all(name: string): readonly Statement[] {
    return this.#statements.filter((_statement, index) => this.#names[index] === name);
  }

  /** Whether any of these keywords is there. */
  hasAny(names: ReadonlySet<string>): boolean {
    for (const name of this.#names) if (names.has(name)) return true;
    return false;
  }

  /** What all keywords of the table say that can be given once; those that are absent or unusable are left out. */
  readAll<T extends Table>(table: T): Values<T> {
    const values: Record<string, unknown> = {};
    const rows = rowsOf(table);
    // Most keywords of a table are absent from most blocks.
    for (let index = 0; index < this.#names.length; index++) {
      const name = this.#names[index] ?? "";
      const found = rows.get(name);
      if (found === undefined || this.#names.indexOf(name) !== index) continue;
      const { row } = found;
      const statement = this.#statements[index];
      const isOnly = statement !== undefined && this.#names.lastIndexOf(name) === index;
      const value = isOnly ? row.shape.read(statement, this.#report) : this.value(row);
      if (value !== undefined) values[found.codeName] = value;
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a map of rows forgets which value is whose
    return values as Values<T>;
  }

  /** What a keyword says each time it is there. */
  values<T>({ name, shape }: Keyword<T>): readonly T[] {
    let values: T[] | undefined;
    for (let index = this.#names.indexOf(name); index !== -1; index = this.#names.indexOf(name, index + 1)) {
      const statement = this.#statements[index];
      const value = statement && shape.read(statement, this.#report);
      if (value === undefined) continue;
      // A single one takes less room like this than one that is added to an empty array.
      if (values === undefined) values = [value];
      else values.push(value);
    }
    return values ?? [];
  }

  /** The entries of all lists of a keyword. */
  entries<T>(keyword: Keyword<readonly T[]>): readonly T[] {
    const lists = this.values(keyword);
    return lists.length === 1 ? (lists[0] ?? []) : lists.flat();
  }

  /** The keywords of the block, as often as they are there, in the order of the text. */
  get keywords(): readonly string[] {
    return this.#names;
  }

  /** As the constructor, with an eye on braces. Adds what is known to `sorted`, and its keywords to `names`. */
  #sort(statements: readonly Statement[], sorted: Statement[], names: string[]): void {
    const waiting = statements.toReversed();
    for (let statement = waiting.pop(); statement !== undefined; statement = waiting.pop()) {
      const known = rowsOfScope(this.#scope).get(statement.name);
      if (known === undefined) reportUnknown(statement, this.#scope.name, this.#report);
      else if (known.block && statement.block === undefined) this.#skipWithoutBrace(statement, waiting);
      else {
        if (known.isRemarkable) this.#remark(statement, known);
        sorted.push(statement);
        names.push(known.name);
        if (known.block || statement.block === undefined) continue;
        this.#report.error("unexpected-brace", statement.block.open, "Unexpected '{' - ignoring");
        waiting.push(...statement.block.statements.toReversed());
      }
    }
  }

  #remark(statement: Statement, { row, topic }: ScopeRow): void {
    if (row.deprecated !== undefined) this.#reportDeprecated(statement.keyword, row);
    if ((row.refused !== true && row.unfinished === undefined) || isSwitchedOff(statement, row)) return;
    if (row.refused === true || this.#report.first(topic)) this.#reportUnfinished(statement.keyword, row);
  }

  #reportRepeated(statements: readonly Statement[], { name, firstCounts }: Keyword<unknown>): void {
    if (firstCounts) {
      for (const { keyword } of statements.slice(1)) {
        this.#report.error("repeated", keyword, `${name} already specified - ignoring`, {
          cure: "the first one counts",
        });
      }
      return;
    }
    for (const { keyword } of statements.slice(0, -1)) {
      this.#report.warning("repeated", keyword, `${name} is given again below, which counts`, { effect: "none" });
    }
  }

  #reportDeprecated(place: Word, { name, deprecated, failsTest }: Keyword<unknown>): void {
    const message = `Keyword "${name}" is deprecated`;
    if (failsTest) this.#report.warning("deprecated", place, message, { cure: deprecated });
    else this.#report.note("deprecated", place, message, { cure: deprecated });
  }

  #reportUnfinished(place: Word, { name, unfinished, refused, partly }: Keyword<unknown>): void {
    if (refused) {
      const message = `${name} is not implemented, and running without it would do harm`;
      this.#report.fatal("not-implemented", place, message, { cure: unfinished, effect: "cannot-run" });
    } else if (unfinished !== undefined) {
      const state = partly ? "is partly implemented" : "is accepted, but not implemented";
      const message = `${name} ${state}: ${unfinished}`;
      this.#report.warning("not-implemented", place, message, { effect: "none" });
    }
  }

  /** The brace of a block is missing: the lines that can only be its content go with it. */
  #skipWithoutBrace(statement: Statement, waiting: Statement[]): void {
    const { keyword, words } = statement;
    let skipped = 0;
    for (let next = waiting.at(-1); next !== undefined && !this.#knows(next); next = waiting.at(-1)) {
      waiting.pop();
      skipped++;
    }
    const end = (words.at(-1) ?? keyword).end;
    const message = "Missing '{' at beginning of configuration block";
    const cure =
      skipped === 0
        ? `put { behind ${keyword.text}`
        : `put { behind ${keyword.text}; the ${skipped} entries that follow are skipped with it`;
    this.#report.error("missing-brace", { source: keyword.source, start: end, end }, message, { cure });
  }

  #knows(statement: Statement): boolean {
    return this.#scope.keywords.has(statement.name);
  }
}

/** Such a line asks for nothing. */
function isSwitchedOff(statement: Statement, { shape, idleWords }: Keyword<unknown>): boolean {
  const idle = idleWords ?? (shape === switched ? offWords : []);
  const [word] = statement.words;
  return word !== undefined && idle.includes(word.text);
}

/** A row, and of it what every line asks for: rows are objects of many forms, which makes asking them slow. */
type ScopeRow = {
  readonly row: Keyword<unknown>;
  /** Without other spellings. */
  readonly name: string;
  readonly block: boolean;
  /** There may be something to say about a line of it. */
  readonly isRemarkable: boolean;
  /** Of what is said once about all its lines. */
  readonly topic: string;
};

/** The rows of each scope by keyword, made when it is first read. */
const rowsOfScopes = new WeakMap<Scope, ReadonlyMap<string, ScopeRow>>();

function rowsOfScope(scope: Scope): ReadonlyMap<string, ScopeRow> {
  const known = rowsOfScopes.get(scope);
  if (known !== undefined) return known;
  const rows = new Map<string, ScopeRow>();
  for (const [keyword, row] of scope.keywords) {
    const isRemarkable = row.deprecated !== undefined || row.unfinished !== undefined || row.refused === true;
    const topic = `unfinished ${scope.name} ${row.name}`;
    rows.set(keyword, { row, name: row.aliasOf ?? row.name, block: row.shape.block, isRemarkable, topic });
  }
  rowsOfScopes.set(scope, rows);
  return rows;
}

/** A row, and the name that the code gives it. */
type NamedRow = { readonly codeName: string; readonly row: Keyword<unknown> };

/** The rows of each table by keyword, without other spellings, made when it is first read. */
const rowsOfTables = new WeakMap<Table, ReadonlyMap<string, NamedRow>>();

function rowsOf(table: Table): ReadonlyMap<string, NamedRow> {
  const known = rowsOfTables.get(table);
  if (known !== undefined) return known;
  const rows = new Map<string, NamedRow>();
  for (const [codeName, row] of Object.entries(table)) {
    if (row.aliasOf === undefined) rows.set(row.name, { codeName, row });
  }
  rowsOfTables.set(table, rows);
  return rows;
}
