import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { acceptedKeywords } from "../schema/accepted.ts";
import type { AcceptedKeyword } from "../schema/accepted.ts";
import type { Keyword, Scope, Table, Values } from "../schema/keyword.ts";
import { isLanguageFeature, refuseLanguageFeature } from "./language-features.ts";
import type { Statement } from "../tree.ts";
import { reportUnknown } from "./unknown.ts";

/**
 * The statements of one block, sorted by keyword. Making it reports what is not a keyword of the block, what is
 * accepted only, and braces that are missing or too many; asking it for a keyword reads that keyword's words. Each
 * keyword is to be asked for once, by the decoder of its block.
 */
export class ScopeReader {
  readonly #scope: Scope;
  readonly #report: Reporter;
  readonly #statements = new Map<string, Statement[]>();

  constructor(scope: Scope, statements: readonly Statement[], report: Reporter) {
    this.#scope = scope;
    this.#report = report;
    this.#sort(statements);
  }

  has(keyword: Keyword<unknown>): boolean {
    return this.#statements.has(keyword.name);
  }

  /** Where a keyword stands, the last time; undefined when it does not. */
  keywordAt(keyword: Keyword<unknown>): Word | undefined {
    return this.#statements.get(keyword.name)?.at(-1)?.keyword;
  }

  /** The first word of a keyword's parameters, for findings about it; its keyword when there is none. */
  parameterAt(keyword: Keyword<unknown>): Word | undefined {
    const statement = this.#statements.get(keyword.name)?.at(-1);
    return statement?.words[0] ?? statement?.keyword;
  }

  /** What a keyword says. When it is there more than once the last one counts. */
  value<T>(keyword: Keyword<T>): T | undefined {
    const statements = this.#statements.get(keyword.name);
    const last = statements?.at(-1);
    if (statements === undefined || last === undefined) return undefined;
    for (const statement of statements.slice(0, -1)) {
      this.#report.warning("repeated", statement.keyword, `${keyword.name} is given again below, which counts`, {
        effect: "none",
      });
    }
    return keyword.shape.read(last, this.#report);
  }

  /** What all keywords of the table say that can be given once; those that are absent or unusable are left out. */
  readAll<T extends Table>(table: T): Values<T> {
    const values: Record<string, unknown> = {};
    for (const [name, row] of Object.entries(table)) {
      const value = this.value(row);
      if (value !== undefined) values[name] = value;
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets which value is whose
    return values as Values<T>;
  }

  /** What a keyword says each time it is there. */
  values<T>(keyword: Keyword<T>): readonly T[] {
    const statements = this.#statements.get(keyword.name) ?? [];
    return statements.flatMap((statement) => {
      const value = keyword.shape.read(statement, this.#report);
      return value === undefined ? [] : [value];
    });
  }

  #sort(statements: readonly Statement[]): void {
    const waiting = statements.toReversed();
    for (let statement = waiting.pop(); statement !== undefined; statement = waiting.pop()) {
      const keyword = this.#scope.keywords.get(statement.keyword.text);
      if (keyword === undefined) this.#sortOther(statement, waiting);
      else this.#sortKnown(statement, keyword, waiting);
    }
  }

  #sortKnown(statement: Statement, keyword: Keyword<unknown>, waiting: Statement[]): void {
    if (keyword.shape.block && statement.block === undefined) {
      this.#skipWithoutBrace(statement, waiting);
      return;
    }
    if (keyword.deprecated !== undefined) {
      const cure = keyword.deprecated;
      this.#report.note("deprecated", statement.keyword, `${keyword.name} is deprecated`, { cure });
    }
    this.#reportUnfinished(statement.keyword, keyword);
    const others = this.#statements.get(keyword.name);
    if (others === undefined) this.#statements.set(keyword.name, [statement]);
    else others.push(statement);
    if (!keyword.shape.block && statement.block !== undefined) {
      this.#report.error("unexpected-brace", statement.block.open, "Unexpected '{' - ignoring");
      waiting.push(...statement.block.statements.toReversed());
    }
  }

  #reportUnfinished(place: Word, { name, unfinished, refused }: Keyword<unknown>): void {
    if (refused) {
      const message = `${name} is not implemented, and running without it would do harm`;
      this.#report.fatal("not-implemented", place, message, { cure: unfinished, effect: "cannot-run" });
    } else if (unfinished !== undefined && this.#report.first(`unfinished ${this.#scope.name} ${name}`)) {
      const message = `${name} is accepted, but not implemented: ${unfinished}`;
      this.#report.warning("not-implemented", place, message, { effect: "none" });
    }
  }

  #sortOther(statement: Statement, waiting: Statement[]): void {
    const accepted = acceptedKeywords.get(this.#scope.name)?.get(statement.keyword.text);
    if (accepted !== undefined) this.#accept(statement, accepted);
    else if (isLanguageFeature(statement.keyword)) refuseLanguageFeature(statement.keyword, this.#report);
    else reportUnknown(statement, this.#scope.name, this.#report);
    if (accepted?.block === false) waiting.push(...(statement.block?.statements.toReversed() ?? []));
  }

  #accept(statement: Statement, accepted: AcceptedKeyword): void {
    const { keyword } = statement;
    if (accepted.refused) {
      const message = `${keyword.text} is not implemented, and running without it would do harm`;
      this.#report.fatal("not-implemented", keyword, message, { effect: "cannot-run" });
    } else if (this.#report.first(`accepted ${this.#scope.name} ${keyword.text}`)) {
      const what = accepted.block ? "the block is skipped" : "the line has no effect";
      const more = keyword.text.startsWith("virtual_server")
        ? "load balancing is not implemented yet"
        : "not implemented";
      const message = `${keyword.text} is accepted, but ${more}: ${what}`;
      this.#report.warning("not-implemented", keyword, message, { effect: "none" });
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
    const name = statement.keyword.text;
    return this.#scope.keywords.has(name) || acceptedKeywords.get(this.#scope.name)?.has(name) === true;
  }
}
