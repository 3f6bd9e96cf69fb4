import type { Word } from "../lexer.ts";
import type { Span } from "../source.ts";
import type { Statement } from "../tree.ts";

/** The tree of a configuration, asked by what its blocks are called: for findings about what was written where. */
export class Blocks {
  readonly #byKeyword = new Map<string, Statement[]>();
  readonly #byName = new Map<string, Statement>();

  constructor(statements: readonly Statement[]) {
    for (const statement of statements) {
      const { keyword, words } = statement;
      const others = this.#byKeyword.get(keyword.text);
      if (others === undefined) this.#byKeyword.set(keyword.text, [statement]);
      else others.push(statement);
      const name = `${keyword.text} ${words[0]?.text ?? ""}`;
      // Of blocks with the same name the first one counts.
      if (!this.#byName.has(name)) this.#byName.set(name, statement);
    }
  }

  all(keyword: string): readonly Statement[] {
    return this.#byKeyword.get(keyword) ?? [];
  }

  named(keyword: string, name: string): Statement | undefined {
    return this.#byName.get(`${keyword} ${name}`);
  }

  /** Where an instance says something, or its name when it does not say it. */
  placeInInstance(name: string, keyword: string): Span | undefined {
    return placeIn(this.named("vrrp_instance", name), keyword);
  }
}

/** The last statement of a block with the keyword, which is the one that counts. */
export function settingOf(statement: Statement | undefined, keyword: string): Statement | undefined {
  return statement?.block?.statements.findLast((inner) => inner.keyword.text === keyword);
}

/** Every statement of a block with the keyword. */
export function settingsOf(statement: Statement | undefined, keyword: string): readonly Statement[] {
  return statement?.block?.statements.filter((inner) => inner.keyword.text === keyword) ?? [];
}

/** The first word behind a keyword of the block; without the keyword the name of the block, or its keyword. */
export function placeIn(statement: Statement | undefined, keyword: string): Word | undefined {
  const setting = settingOf(statement, keyword);
  if (setting !== undefined) return setting.words[0] ?? setting.keyword;
  return statement?.words[0] ?? statement?.keyword;
}
