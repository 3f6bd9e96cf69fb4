import { wordEnd } from "../lexer.ts";
import type { Span } from "../source.ts";

/** Whether the rest of a line is for this machine, and where it begins. */
export type Condition = { readonly holds: boolean; readonly end: number };

/** Reads `@ID` or `@^ID` at the start of a line (keepalived.conf(5), "Conditional configuration"). */
export function readCondition({ source: { text }, start, end }: Span, configId: string): Condition {
  const idEnd = wordEnd(text, start, end);
  const isNegated = text[start + 1] === "^";
  const isOurs = text.slice(start + (isNegated ? 2 : 1), idEnd) === configId;
  return { holds: isOurs !== isNegated, end: idEnd };
}
