import { keywordNames, scopesOf } from "./schema/index.ts";
import type { ScopeName } from "./schema/keyword.ts";

/** Words longer than this are not compared: no keyword is as long. */
const longestKeyword = 40;

/** What an unknown keyword was probably meant to be, as a cure; undefined when nothing is near. */
export function suggestKeyword(text: string, scope: ScopeName): string | undefined {
  if (text.length > longestKeyword) return undefined;
  const near = nearest(text, keywordNames(scope));
  if (near !== undefined) return `did you mean ${near}?`;
  const elsewhere = scopesOf(text).map((name) => (name === "root" ? "the top level, outside all blocks" : name));
  return elsewhere.length === 0 ? undefined : `${text} belongs to ${elsewhere.join(", ")}`;
}

/** The candidate that the fewest edits turn into the text, if they are few for its length. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(text.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - text.length) >= bestDistance) continue;
    const distance = editDistance(text, candidate);
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Insertions, removals, replacements and swaps of neighbours that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_value, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
