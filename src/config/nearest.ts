/** Words longer than this are not compared: no name is as long. */
const longestName = 40;

/** As many candidates are compared: a file that defines more names than this was not typed. */
export const maximumCandidates = 1000;

/**
 * The candidate that a word was probably meant to be: one that looks the same, or the one that the fewest edits make of
 * it, if they are few for its length. Among equals the one that begins alike.
 */
export function nearest(text: string, candidates: Iterable<string>, limit = editLimit(text)): string | undefined {
  if (text.length > longestName) return undefined;
  const folded = fold(text);
  let best: string | undefined;
  let bestDistance = limit + 1;
  let compared = 0;
  for (const candidate of candidates) {
    if (++compared > maximumCandidates) break;
    if (fold(candidate) === folded) return candidate;
    if (Math.abs(candidate.length - text.length) > Math.min(bestDistance, limit)) continue;
    const distance = editDistance(text, candidate);
    const isBetter =
      distance < bestDistance ||
      (distance === bestDistance && best !== undefined && alike(text, candidate) > alike(text, best));
    if (!isBetter) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Edits that a mistyped word of this length may have. */
function editLimit(text: string): number {
  return Math.min(3, Math.ceil(text.length / 3));
}

/** Insertions, removals, replacements and swaps of neighbours that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let beforePrevious = row(b.length);
  let previous = row(b.length);
  let current = row(b.length);
  for (let column = 0; column <= b.length; column++) previous[column] = column;
  for (let line = 1; line <= a.length; line++) {
    current[0] = line;
    for (let column = 1; column <= b.length; column++) {
      const same = a.charCodeAt(line - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      if (isSwap(a, line, b, column)) cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      current[column] = cost;
    }
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return at(previous, b.length);
}

function isSwap(a: string, line: number, b: string, column: number): boolean {
  if (line < 2 || column < 2) return false;
  return a.charCodeAt(line - 1) === b.charCodeAt(column - 2) && a.charCodeAt(line - 2) === b.charCodeAt(column - 1);
}

function row(length: number): Uint16Array {
  return new Uint16Array(length + 1);
}

function at(line: Uint16Array, index: number): number {
  return line[index] ?? 0;
}

/** Without what the eye passes over: capitals, hyphens and underscores, and letters that look like digits. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[-_]/gu, "").replaceAll("o", "0").replaceAll(/[il]/gu, "1");
}

/** How many characters two words have in common at their beginning. */
function alike(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/**
 * What to do about the name of something that is not there: write the one that was meant, or else do as `otherwise`
 * says.
 */
export function writeMeantOr(name: string, known: Iterable<string>, otherwise: string): string {
  const meant = nearest(name, known);
  return meant === undefined ? otherwise : didYouMean(meant);
}

/** What to do about a word that is none of a few: the one that was meant, if one is near, and all that there are. */
export function writeOneOf(given: string, words: readonly string[], otherwise = ""): string {
  const meant = nearest(given, words);
  const all = `${words.join(", ")}${otherwise}`;
  return meant === undefined ? `write ${all}` : `${didYouMean(meant)} Possible: ${all}`;
}

/** A cure that is the word to write instead. */
export function didYouMean(word: string): string {
  return `did you mean ${word}?`;
}

/** The word that a cure says to write at the place of its finding; undefined when it says something else. */
export function wordMeant(cure: string): string | undefined {
  return /(?:^|; )did you mean (\S+)\?/u.exec(cure)?.[1];
}
