import type { Origin, Source, Span } from "./origin.ts";

export type { Origin, Parameter, Source, Span, Stretch } from "./origin.ts";

/** Both count from 1; columns are in UTF-16 code units. */
export type Position = { readonly line: number; readonly column: number };

/** Where each line begins, as far as somebody has asked, and where the next one does not begin. */
type LineStarts = { readonly starts: number[]; searched: number };

const lineStartsOf = new WeakMap<Source, LineStarts>();

/** Line and column of an offset, as they are in the file: only a finding that is shown needs them. */
export function positionAt(source: Source, offset: number): Position {
  const { source: file, start } = writtenSpan({ source, start: offset, end: offset });
  const starts = lineStarts(file, start);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: start - (starts[low] ?? 0) + 1 };
}

/** The text of a line, counted from 1, without its line end. */
export function lineText(source: Source, line: number): string {
  const known = lineStarts(source, 0);
  // One line more than what is before the place.
  const starts = known.length < line ? lineStarts(source, source.text.length) : known;
  const start = starts[line - 1] ?? source.text.length;
  const end = source.text.indexOf("\n", start);
  return end === -1 ? source.text.slice(start) : source.text.slice(start, end).replace(/\r$/u, "");
}

/** The line around the start of a span: as it was written, or what it was expanded to. */
export function lineAround({ source, start }: Span): string {
  return isExpansion(source.origin) ? source.text : lineText(source, positionAt(source, start).line);
}

/** The file that the reading of a text began with. */
export function rootOf(source: Source): Source {
  let root = source;
  while (root.origin !== undefined) root = root.origin.place.source;
  return root;
}

/** From the start of one span to the end of another in the same source. */
export function spanBetween(first: Span, last: Span): Span {
  return { source: first.source, start: first.start, end: last.end };
}

/** What of the span's file is responsible for it: the same text, or the use of a parameter. */
export function writtenSpan(span: Span): Span {
  let written = span;
  while (isExpansion(written.source.origin)) written = writtenIn(written.source.origin, written);
  return written;
}

/** Whether a place is read before another one. */
export function isBefore(place: Span, other: Span): boolean {
  return compareSpans(place, other) < 0;
}

/** Less than 0 when the first place is read before the second: inclusions and expansions stand where they are made. */
export function compareSpans(first: Span, second: Span): number {
  let a: Rank = { source: first.source, start: first.start, order: 0 };
  let b: Rank = { source: second.source, start: second.start, order: 0 };
  while (a.source !== b.source) {
    const depth = depthOf(a.source) - depthOf(b.source);
    const aAbove = depth >= 0 ? rankAbove(a) : a;
    const bAbove = depth <= 0 ? rankAbove(b) : b;
    if (aAbove === undefined || bAbove === undefined) {
      return compareText(a.source.path, b.source.path) || a.start - b.start;
    }
    [a, b] = [aAbove, bAbove];
  }
  return a.order > 0 && b.order > 0 ? a.order - b.order : a.start - b.start || a.order - b.order;
}

/** A place among all those of a source; `order` is 0 for the source's own text. */
type Rank = { readonly source: Source; readonly start: number; readonly order: number };

function rankAbove({ source: { origin } }: Rank): Rank | undefined {
  return origin && { source: origin.place.source, start: origin.place.start, order: origin.order };
}

function depthOf(source: Source): number {
  return source.origin?.depth ?? 0;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

type Expansion = Extract<Origin, { readonly kind: "expansion" }>;

function isExpansion(origin: Origin | undefined): origin is Expansion {
  return origin?.kind === "expansion";
}

function writtenIn({ place: { source }, stretches }: Expansion, span: Span): Span {
  // The end belongs to the character before it; so does an empty span, unless it is at the very beginning.
  const isEmpty = span.start === span.end;
  const end = writtenOffset(stretches, Math.max(0, span.end - 1), span.end > 0);
  const start = isEmpty ? end : writtenOffset(stretches, span.start, false);
  return { source, start: Math.min(start, end), end };
}

/** The offset in the parent that stands for the character at `offset`, or for the place behind it. */
function writtenOffset(stretches: Expansion["stretches"], offset: number, behind: boolean): number {
  const stretch = stretches.findLast(({ start }) => start <= offset);
  if (stretch === undefined) return 0;
  if (stretch.parameter !== undefined) return behind ? stretch.to : stretch.from;
  return Math.min(stretch.from + offset - stretch.start + (behind ? 1 : 0), stretch.to);
}

/** Where the lines begin, at least of those up to a place. */
function lineStarts(source: Source, place: number): readonly number[] {
  const known = lineStartsOf.get(source) ?? { starts: [0], searched: 0 };
  if (known.searched === 0) lineStartsOf.set(source, known);
  while (known.searched <= place) {
    const found = source.text.indexOf("\n", known.searched);
    known.searched = found === -1 ? Infinity : found + 1;
    if (found !== -1) known.starts.push(found + 1);
  }
  return known.starts;
}
