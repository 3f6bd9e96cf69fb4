import { arrayOfLength } from "../base/array.ts";
import { Nodes, none, root } from "./nodes.ts";
import type { Reporter } from "./reporter.ts";
import type { Span } from "./source.ts";
import { tokenKind } from "./tokens.ts";
import type { Tokens, Word } from "./tokens.ts";
import { findUnclosed } from "./unclosed.ts";

/** A keyword with the words behind it on its line, and the block that follows it. */
export type Statement = {
  /** The text of the keyword. */
  readonly name: string;
  readonly keyword: Word;
  readonly words: readonly Word[];
  readonly block: Block | undefined;
};

export type Block = {
  readonly open: Span;
  /** Undefined: the file ended first. */
  readonly close: Span | undefined;
  readonly statements: readonly Statement[];
  /** What is written between the braces, where that stands in one piece: blocks of the same text say the same. */
  readonly text?: string | undefined;
  /** The same in two parts, where all the inner blocks come last. */
  readonly parts?: BlockParts | undefined;
};

/** What is written before the first inner block of a block, and the inner blocks, of which there are some. */
export type BlockParts = { readonly text: string; readonly blocks: readonly Statement[] };

/**
 * Groups tokens into statements. The brace of a block stands on the keyword's line or on the next one; a closing
 * brace may share a line with what is before and behind it. A brace that belongs to no keyword is reported and
 * read as if it and its partner were not there.
 */
export function parseTree(tokens: Tokens, report: Reporter): readonly Statement[] {
  return new Tree(tokens, new TreeParser(tokens, report).parse()).statements(root);
}

class TreeParser {
  readonly #tokens: Tokens;
  readonly #report: Reporter;
  readonly #nodes: Nodes;
  /** The node of each block that waits for its closing brace; `none`: the brace belongs to no keyword. */
  readonly #frames: number[] = [];
  /** The nodes of the blocks that statements are in now, outermost first, behind that of the whole text. */
  readonly #blocks: number[] = [root];
  /** The last statement of the innermost block. */
  #last = none;
  /** The statement of the current line. */
  #current = none;

  constructor(tokens: Tokens, report: Reporter) {
    this.#tokens = tokens;
    this.#report = report;
    this.#nodes = new Nodes(tokens.length >> 1);
  }

  parse(): Nodes {
    const tokens = this.#tokens;
    for (let token = 0; token < tokens.length; token++) {
      const kind = tokens.kind(token);
      if (kind >= tokenKind.word) this.#word(token);
      else if (kind === tokenKind.open) this.#openBrace(token);
      else this.#closeBrace(token);
      if (tokens.endsLine(token)) this.#current = none;
    }
    this.#end();
    return this.#nodes;
  }

  #word(token: number): void {
    if (this.#current !== none) {
      this.#nodes.addWord(this.#current);
      return;
    }
    const node = this.#nodes.add(token);
    if (this.#last === none) this.#nodes.setFirst(this.#blocks.at(-1) ?? root, node);
    else this.#nodes.setNext(this.#last, node);
    this.#last = node;
    this.#current = node;
  }

  #openBrace(token: number): void {
    // The statement of the current line is the last one, too.
    const owner = this.#last;
    this.#current = none;
    if (owner === none || this.#nodes.open(owner) !== none) {
      this.#report.error("unexpected-brace", this.#tokens.span(token), "Unexpected '{' - ignoring");
      this.#frames.push(none);
      return;
    }
    this.#nodes.setOpen(owner, token);
    this.#frames.push(owner);
    this.#blocks.push(owner);
    this.#last = none;
  }

  #closeBrace(token: number): void {
    this.#current = none;
    const owner = this.#frames.pop();
    if (owner === undefined) this.#report.error("extra-brace", this.#tokens.span(token), "Extra '}' found");
    else if (owner !== none) {
      this.#nodes.setClose(owner, token);
      this.#blocks.pop();
      this.#last = owner;
    }
  }

  #end(): void {
    const missing = this.#frames.length;
    if (missing === 0) return;
    const innermost = this.#blocks.length > 1 ? this.#blocks.at(-1) : undefined;
    const unclosed = findUnclosed(this.#tokens);
    const open = unclosed?.open ?? (innermost === undefined ? undefined : this.#nodes.open(innermost));
    const place = open === undefined ? undefined : this.#tokens.span(open);
    const message = `There are ${missing} missing '}'s or extra '{'s`;
    const cure =
      unclosed === undefined
        ? "the innermost block without a '}' begins here"
        : `the block that begins here seems to end before line ${unclosed.line}: put its '}' there`;
    this.#report.error("unclosed-block", place, message, { cure });
  }
}

/** What statements and blocks are made of when they are asked for: most are decoded once and then take no room. */
class Tree {
  readonly tokens: Tokens;
  readonly nodes: Nodes;

  constructor(tokens: Tokens, nodes: Nodes) {
    this.tokens = tokens;
    this.nodes = nodes;
  }

  /** The statements of a block. */
  statements(block: number): readonly Statement[] {
    return this.statementsFrom(this.nodes.first(block));
  }

  /** A statement and those behind it in its block. */
  statementsFrom(first: number): readonly Statement[] {
    const { nodes } = this;
    let count = 0;
    for (let node = first; node !== none; node = nodes.next(node)) count++;
    const statements = arrayOfLength<Statement>(count);
    let node = first;
    for (let index = 0; index < count; index++) {
      statements[index] = new ParsedStatement(this, node);
      node = nodes.next(node);
    }
    return statements;
  }

  words(node: number): readonly Word[] {
    const { nodes, tokens } = this;
    const count = nodes.words(node);
    if (count === 0) return noWords;
    const first = nodes.keyword(node) + 1;
    if (count === 1) return [tokens.word(first)];
    const words = arrayOfLength<Word>(count);
    for (let index = 0; index < count; index++) words[index] = tokens.word(first + index);
    return words;
  }
}

const noWords: readonly Word[] = [];

class ParsedStatement implements Statement {
  readonly #tree: Tree;
  readonly #node: number;
  #keyword: Word | undefined;
  #words: readonly Word[] | undefined;

  constructor(tree: Tree, node: number) {
    this.#tree = tree;
    this.#node = node;
  }

  get name(): string {
    return this.#tree.tokens.text(this.#tree.nodes.keyword(this.#node));
  }

  get keyword(): Word {
    this.#keyword ??= this.#tree.tokens.word(this.#tree.nodes.keyword(this.#node));
    return this.#keyword;
  }

  get words(): readonly Word[] {
    this.#words ??= this.#tree.words(this.#node);
    return this.#words;
  }

  get block(): Block | undefined {
    return this.#tree.nodes.open(this.#node) === none ? undefined : new ParsedBlock(this.#tree, this.#node);
  }
}

class ParsedBlock implements Block {
  readonly #tree: Tree;
  /** That of the statement. */
  readonly #node: number;

  constructor(tree: Tree, node: number) {
    this.#tree = tree;
    this.#node = node;
  }

  get open(): Span {
    return this.#tree.tokens.span(this.#tree.nodes.open(this.#node));
  }

  get close(): Span | undefined {
    const token = this.#tree.nodes.close(this.#node);
    return token === none ? undefined : this.#tree.tokens.span(token);
  }

  get statements(): readonly Statement[] {
    return this.#tree.statements(this.#node);
  }

  get text(): string | undefined {
    const { nodes, tokens } = this.#tree;
    const close = nodes.close(this.#node);
    return close === none ? undefined : tokens.textBetween(nodes.open(this.#node), close);
  }

  get parts(): BlockParts | undefined {
    const { nodes, tokens } = this.#tree;
    let first = nodes.first(this.#node);
    while (first !== none && nodes.open(first) === none) first = nodes.next(first);
    if (first === none) return undefined;
    for (let node = nodes.next(first); node !== none; node = nodes.next(node)) {
      if (nodes.open(node) === none) return undefined;
    }
    const text = tokens.textBetween(nodes.open(this.#node), nodes.keyword(first));
    return text === undefined ? undefined : { text, blocks: this.#tree.statementsFrom(first) };
  }
}
