import type { Token, Word } from "./lexer.ts";
import type { Reporter } from "./reporter.ts";
import type { Span } from "./source.ts";

/** A keyword with the words behind it on its line, and the block that follows it. */
export type Statement = {
  readonly keyword: Word;
  readonly words: readonly Word[];
  readonly block: Block | undefined;
};

export type Block = {
  readonly open: Span;
  /** Undefined: the file ended first. */
  readonly close: Span | undefined;
  readonly statements: readonly Statement[];
};

type OpenStatement = { keyword: Word; words: Word[]; block: OpenBlock | undefined };
type OpenBlock = { open: Span; close: Span | undefined; statements: OpenStatement[] };

/**
 * Groups tokens into statements. The brace of a block stands on the keyword's line or on the next one; a closing
 * brace may share a line with what is before and behind it. A brace that belongs to no keyword is reported and
 * read as if it and its partner were not there.
 */
export function parseTree(tokens: readonly Token[], report: Reporter): readonly Statement[] {
  return new TreeParser(report).parse(tokens);
}

/** A block that waits for its closing brace; `block` is undefined for a brace that belongs to no keyword. */
type Frame = { readonly block: OpenBlock | undefined; readonly statements: OpenStatement[] };

class TreeParser {
  readonly #report: Reporter;
  readonly #root: OpenStatement[] = [];
  readonly #frames: Frame[] = [];
  /** The statement of the current line. */
  #current: OpenStatement | undefined;

  constructor(report: Reporter) {
    this.#report = report;
  }

  parse(tokens: readonly Token[]): readonly Statement[] {
    for (const token of tokens) {
      if (token.kind === "word") this.#word(token);
      else if (token.kind === "open") this.#openBrace(token);
      else if (token.kind === "close") this.#closeBrace(token);
      else this.#current = undefined;
    }
    this.#end();
    return this.#root;
  }

  /** Where statements go now. */
  get #statements(): OpenStatement[] {
    return this.#frames.at(-1)?.statements ?? this.#root;
  }

  #word(word: Word): void {
    if (this.#current !== undefined) {
      this.#current.words.push(word);
      return;
    }
    this.#current = { keyword: word, words: [], block: undefined };
    this.#statements.push(this.#current);
  }

  #openBrace(open: Span): void {
    const owner = this.#current ?? this.#statements.at(-1);
    this.#current = undefined;
    if (owner === undefined || owner.block !== undefined) {
      this.#report.error("unexpected-brace", open, "Unexpected '{' - ignoring");
      this.#frames.push({ block: undefined, statements: this.#statements });
      return;
    }
    owner.block = { open, close: undefined, statements: [] };
    this.#frames.push({ block: owner.block, statements: owner.block.statements });
  }

  #closeBrace(close: Span): void {
    this.#current = undefined;
    const frame = this.#frames.pop();
    if (frame === undefined) this.#report.error("extra-brace", close, "Extra '}' found");
    else if (frame.block !== undefined) frame.block.close = close;
  }

  #end(): void {
    const missing = this.#frames.length;
    if (missing === 0) return;
    const innermost = this.#frames.findLast((frame) => frame.block !== undefined)?.block;
    const message = `There are ${missing} missing '}'s or extra '{'s`;
    const cure = "the innermost block without a '}' begins here";
    this.#report.error("unclosed-block", innermost?.open, message, { cure });
  }
}
