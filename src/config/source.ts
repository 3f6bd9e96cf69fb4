/** One configuration text and where it came from. Offsets into it are in UTF-16 code units. */
export type Source = { readonly path: string; readonly text: string };

/** The part [start, end) of a source; empty where something is missing. */
export type Span = { readonly source: Source; readonly start: number; readonly end: number };

/** Both count from 1; columns are in UTF-16 code units. */
export type Position = { readonly line: number; readonly column: number };

/** Where each line begins, made at the first question about a source. */
const lineStartsOf = new WeakMap<Source, readonly number[]>();

/** Line and column of an offset: only a finding that is shown needs them. */
export function positionAt(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text of a line, counted from 1, without its line end. */
export function lineText(source: Source, line: number): string {
  const starts = lineStarts(source);
  const start = starts[line - 1] ?? source.text.length;
  const text = source.text.slice(start, starts[line] ?? source.text.length);
  return text.replace(/\r?\n$/u, "");
}

/** From the start of one span to the end of another in the same source. */
export function spanBetween(first: Span, last: Span): Span {
  return { source: first.source, start: first.start, end: last.end };
}

/** Whether a place is read before another one. */
export function isBefore(place: Span, other: Span): boolean {
  return place.start < other.start;
}

function lineStarts(source: Source): readonly number[] {
  const known = lineStartsOf.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at !== -1; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1);
  lineStartsOf.set(source, starts);
  return starts;
}
