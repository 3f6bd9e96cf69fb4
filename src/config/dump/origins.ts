import type { Keyword } from "../schema/keyword.ts";
import { positionAt } from "../source.ts";
import type { Span } from "../source.ts";
import type { Statement } from "../tree.ts";

/** Where the values of blocks come from, for people. */
export class Origins {
  readonly #globals: ReadonlyMap<string, Statement>;

  /** `globals` are the statements of `global_defs`. */
  constructor(globals: readonly Statement[]) {
    this.#globals = new Map(globals.map((statement) => [statement.keyword.text, statement]));
  }

  /** What a keyword that is not given gets from `global_defs`; undefined: nothing, its default holds. */
  inherited(row: Keyword<unknown>): Statement | undefined {
    return row.inherits === undefined ? undefined : this.#globals.get(row.inherits);
  }

  /** "a.conf:12", or what holds where the keyword is not given: "vrrp_version, a.conf:3", "default". */
  of(row: Keyword<unknown>, written: Statement | undefined): string {
    if (written !== undefined) return printPlace(written.keyword);
    const inherited = this.inherited(row);
    return inherited === undefined ? "default" : `${inherited.keyword.text}, ${printPlace(inherited.keyword)}`;
  }
}

/** "a.conf:12". */
export function printPlace(span: Span): string {
  return `${span.source.path}:${positionAt(span.source, span.start).line}`;
}
