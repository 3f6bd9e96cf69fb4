import { keywordNames, scopesOf } from "./schema/index.ts";
import { positionAt } from "./source.ts";
import { tokenKind } from "./tokens.ts";
import type { Tokens } from "./tokens.ts";

/** The brace of a block that was forgotten to be closed, and the line before which its own brace is missing. */
export type Unclosed = { readonly open: number; readonly line: number };

/** A block that is open; how far its line is indented, as far as that is known. */
type Frame = { readonly open: number; readonly indent: number | undefined };

/**
 * Where a closing brace was forgotten, for a text that has too few of them: the braces below it close other blocks than
 * they were written for. Indentation tells, and a keyword that stands outside all blocks. Undefined: nothing does.
 */
export function findUnclosed(tokens: Tokens): Unclosed | undefined {
  const frames: Frame[] = [];
  /** How many of them there are, by their indentation. */
  const openAt = new Map<number, number>();
  const count = ({ indent }: Frame, step: number): void => {
    if (indent !== undefined) openAt.set(indent, (openAt.get(indent) ?? 0) + step);
  };
  let indent: number | undefined;
  for (let token = 0; token < tokens.length; token++) {
    const isFirst = token === 0 || tokens.endsLine(token - 1);
    if (isFirst) indent = indentOf(tokens, token);
    const innermost = frames.at(-1);
    const kind = tokens.kind(token);
    const wrong =
      isFirst &&
      innermost?.indent !== undefined &&
      indent !== undefined &&
      (kind === tokenKind.close
        ? indent < innermost.indent && (openAt.get(indent) ?? 0) > 0
        : kind === tokenKind.word && indent <= innermost.indent && standsOutside(tokens.text(token)));
    if (wrong) return { open: innermost.open, line: lineOf(tokens, token) };
    if (kind === tokenKind.open) {
      const frame = { open: token, indent };
      frames.push(frame);
      count(frame, 1);
    } else if (kind === tokenKind.close && innermost !== undefined) {
      frames.pop();
      count(innermost, -1);
    }
  }
  return undefined;
}

let rootOnly: ReadonlySet<string> | undefined;

/** Whether a keyword has a meaning outside all blocks only. */
function standsOutside(keyword: string): boolean {
  rootOnly ??= new Set(keywordNames("root").filter((name) => scopesOf(name).length === 1));
  return rootOnly.has(keyword);
}

/** Blanks before the first token of a line; undefined: it stands behind something else, or a parameter made it. */
function indentOf(tokens: Tokens, token: number): number | undefined {
  const { source, start } = tokens.span(token);
  if (source.origin?.kind === "expansion") return undefined;
  const before = source.text.slice(source.text.lastIndexOf("\n", start - 1) + 1, start);
  return before.trim() === "" ? before.replaceAll("\t", " ".repeat(8)).length : undefined;
}

function lineOf(tokens: Tokens, token: number): number {
  const { source, start } = tokens.span(token);
  return positionAt(source, start).line;
}
