import { skipBlanks, wordEnd } from "../lexer.ts";
import { withoutEscapes } from "../tokens.ts";
import type { Span } from "../source.ts";
import { includeKeywords } from "./include.ts";
import type { IncludeChecks } from "./include.ts";

/** A line whose keyword concerns the reading itself. */
export type Directive =
  /** Files are read in place of the line; `place` is that of their pattern. */
  | { readonly kind: "include"; readonly pattern: string; readonly place: Span; readonly checks: IncludeChecks }
  | { readonly kind: "include-check"; readonly words: readonly string[] }
  | { readonly kind: "random-seed"; readonly seed: number };

/**
 * Reads such a line; undefined: it is another one. All that follows `include` is the pattern, quotes and braces too.
 */
export function readDirective({ source, start, end }: Span): Directive | undefined {
  const { text } = source;
  if (!"ir".includes(text.charAt(start))) return undefined;
  const keywordEnd = wordEnd(text, start, end);
  const keyword = text.slice(start, keywordEnd);
  const checks = includeKeywords.get(keyword);
  if (checks !== undefined && keywordEnd < end) {
    const place = { source, start: skipBlanks(text, keywordEnd, end), end };
    return { kind: "include", pattern: withoutEscapes(text.slice(place.start, end)), place, checks };
  }
  if (keyword !== "include_check" && keyword !== "random_seed") return undefined;
  const words = text.slice(keywordEnd, end).split(/[\s{}]+/u);
  const given = words.filter((word) => word !== "");
  if (keyword === "include_check") return { kind: "include-check", words: given };
  return /^\d{1,10}$/u.test(given[0] ?? "") ? { kind: "random-seed", seed: Number(given[0]) } : undefined;
}
