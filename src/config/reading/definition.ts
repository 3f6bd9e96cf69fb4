import { skipBlanks, trimEnd } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { Span } from "../source.ts";
import { makeDefinition, readDefinitionHead } from "./parameters.ts";
import type { Definition } from "./parameters.ts";

/** A line of a file without its comment, and where it ends with it. Undefined: it is not one of text. */
export type FileLine = { readonly line: Span | undefined; readonly rawEnd: number };

/** Where a line of a file ends with its comment, and how to go on to the lines after it. */
export type FileLines = { readonly rawEnd: number; readonly next: () => FileLine | undefined };

export type NamedDefinition = { readonly name: string; readonly definition: Definition };

/**
 * Reads `$NAME=VALUE` at the start of a line. The value goes on in the following lines of the file while they end
 * with a backslash (keepalived.conf(5), "Parameter substitution"). Undefined: the line begins with something else.
 */
export function readDefinition(
  { source, start, end }: Span,
  following: FileLines | undefined,
  report: Reporter,
): NamedDefinition | undefined {
  const head = readDefinitionHead(source.text, start, end);
  if (head === undefined) return undefined;
  const lines = [trimContinuation({ source, start: head.valueStart, end })];
  let goesOn = following !== undefined && continues(source.text, end, following.rawEnd);
  const isMultiline = goesOn;
  while (goesOn) {
    const next = following?.next();
    if (next?.line !== undefined) lines.push(trimContinuation(next.line));
    goesOn = next?.line !== undefined && continues(source.text, next.line.end, next.rawEnd);
  }
  for (const line of lines) reportUnclosedQuote(line, report);
  return { name: head.name, definition: makeDefinition(head.name, lines, isMultiline) };
}

/** A line goes on when it ends with a backslash, before its comment or behind it. */
function continues(text: string, end: number, rawEnd: number): boolean {
  return text[end - 1] === "\\" || text[trimEnd(text, end, rawEnd) - 1] === "\\";
}

/** A line of a definition without the backslash at its end and the blanks around it. */
function trimContinuation({ source, start, end }: Span): Span {
  const { text } = source;
  const last = end > start && text[end - 1] === "\\" ? end - 1 : end;
  const first = skipBlanks(text, start, last);
  return { source, start: first, end: trimEnd(text, first, last) };
}

/** Each line of a value has to have its quotes in pairs, other than those behind a backslash. */
function reportUnclosedQuote({ source, start, end }: Span, report: Reporter): void {
  let open: number | undefined;
  for (let at = start; at < end; at++) {
    if (source.text[at] === "\\") at++;
    else if (source.text[at] === '"') open = open === undefined ? at : undefined;
  }
  if (open === undefined) return;
  report.error("unclosed-quote", { source, start: open, end: open + 1 }, "Unterminated quote in a value");
}
