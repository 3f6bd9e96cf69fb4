import { scopesOf } from "./schema/index.ts";
import { lineText, positionAt, writtenSpan } from "./source.ts";
import type { Span } from "./source.ts";

/** As much of a line is looked at on either side. */
const longestPart = 200;

/** What separates words. */
const separators = /[\s{}"]+/u;

/**
 * What to do about words that are too many on a line: when one of them is a keyword of the same block as another one in
 * front of it, a line each. Undefined: there is none.
 */
export function lineCure(span: Span): string | undefined {
  const { source, start, end } = writtenSpan(span);
  const { line, column } = positionAt(source, start);
  const before = lineText(source, line)
    .slice(0, column - 1)
    .split(separators);
  const scopes = new Set(before.flatMap(scopesOf));
  const surplus = source.text.slice(start, Math.min(end, start + longestPart)).split(separators);
  const keyword = surplus.find((word) => scopesOf(word).some((scope) => scopes.has(scope)));
  return keyword && `write ${keyword} on a line of its own: a line has one keyword`;
}
