import { describeChain } from "./chain.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { hideKnown } from "./known-secrets.ts";
import { longestLine } from "./secret-places.ts";
import { maskSecrets } from "./secrets.ts";
import { lineText, positionAt, writtenSpan } from "./source.ts";
import type { Span } from "./source.ts";

/** How much of a line and of its underlining is shown. */
const excerptLimit = 160;

/**
 * A finding for people: where it is written, what, the line itself, how it came to be read there and what to do about
 * it, without a final line end.
 *
 *     keepalived.conf:7:12: warning: priority must be 1 to 255, using 100 [out-of-range]
 *       priority $PRIO
 *                ^^^^^
 *       = $PRIO is defined at keepalived.conf:2:1 as 300
 *       = the line expands to: priority 300
 *       = choose a number from 1 to 254
 */
export function printDiagnostic(diagnostic: Diagnostic): string {
  const { span, secret } = diagnostic;
  const head = `${diagnostic.severity}: ${visible(diagnostic.message)} [${diagnostic.code}]`;
  const cure = diagnostic.cure === undefined ? [] : [`  = ${diagnostic.cure}`];
  if (span === undefined) return [head, ...cure].join("\n");
  const written = writtenSpan(span);
  const { line, column } = positionAt(written.source, written.start);
  const place = `${written.source.path}:${line}:${column}: ${head}`;
  const context = secret
    ? []
    : [...excerpt(written, line, column), ...describeChain(span).map((link) => `  = ${link}`)];
  return [place, ...context, ...cure].join("\n");
}

/**
 * The same finding as the daemon logs it: "(Line 2) ..." or, when several files were read,
 * "(keepalived.conf: Line 2) ...".
 */
export function printLogLine(diagnostic: Diagnostic, manyFiles: boolean): string {
  const { span } = diagnostic;
  if (span === undefined) return diagnostic.message;
  const { line } = positionAt(span.source, span.start);
  return `(${manyFiles ? `${span.source.path}: ` : ""}Line ${line}) ${diagnostic.message}`;
}

function excerpt({ source, start, end }: Span, line: number, column: number): string[] {
  const text = lineText(source, line);
  const indent = text.length - text.trimStart().length;
  // A secret that the limit cuts off is hidden as a whole.
  const masked = hideKnown(maskSecrets(text.slice(0, indent + longestLine)), source);
  const shown = masked.slice(indent, indent + excerptLimit).replaceAll(/[\p{Cc}\p{Cf}]/gu, " ");
  const from = Math.max(0, column - 1 - indent);
  if (from >= excerptLimit) return [`  ${shown}`];
  const length = Math.max(1, Math.min(end - start, shown.length - from));
  return [`  ${shown}`, `  ${" ".repeat(from)}${"^".repeat(length)}`];
}

/** Characters that would not be seen, or change how others are, by their numbers. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `<U+${point.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}
