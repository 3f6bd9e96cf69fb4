import type { Diagnostic } from "./diagnostic.ts";
import { maskSecrets } from "./secrets.ts";
import { lineText, positionAt } from "./source.ts";

/** How much of a line and of its underlining is shown. */
const excerptLimit = 160;

/**
 * A finding for people: where, what, the line itself and what to do about it, without a final line end.
 *
 *     keepalived.conf:2:12: warning: priority must be 1 to 255, using 100 [out-of-range]
 *       priority 300
 *                ^^^
 *       = choose a number from 1 to 254
 */
export function printDiagnostic(diagnostic: Diagnostic): string {
  const { span } = diagnostic;
  const head = `${diagnostic.severity}: ${diagnostic.message} [${diagnostic.code}]`;
  const cure = diagnostic.cure === undefined ? [] : [`  = ${diagnostic.cure}`];
  if (span === undefined) return [head, ...cure].join("\n");
  const { line, column } = positionAt(span.source, span.start);
  const place = `${span.source.path}:${line}:${column}: ${head}`;
  return [place, ...(diagnostic.secret ? [] : excerpt(diagnostic, line, column)), ...cure].join("\n");
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

function excerpt(diagnostic: Diagnostic, line: number, column: number): string[] {
  const { span } = diagnostic;
  if (span === undefined) return [];
  const text = lineText(span.source, line);
  const indent = text.length - text.trimStart().length;
  const shown = maskSecrets(text.slice(indent, indent + excerptLimit)).replaceAll(/\p{Cc}/gu, " ");
  const from = Math.max(0, column - 1 - indent);
  if (from >= excerptLimit) return [`  ${shown}`];
  const length = Math.max(1, Math.min(span.end - span.start, shown.length - from));
  return [`  ${shown}`, `  ${" ".repeat(from)}${"^".repeat(length)}`];
}
