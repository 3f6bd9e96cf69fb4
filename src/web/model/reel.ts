/** A span of time with both ends, and the part of it that is shown: microseconds. */
export type Reel = { readonly whole: Span; readonly shown: Span };
type Span = readonly [number, number];

/** The shortest part that is shown. */
export const shortestPart = 10_000;

/** Makes the part `factor` times as long; what is at `anchor` (0: left edge, 1: right edge) stays where it is. */
export function zoomReel({ whole, shown: [left, right] }: Reel, factor: number, anchor: number): Reel {
  const longest = whole[1] - whole[0];
  const length = Math.min(longest, Math.max(Math.min(shortestPart, longest), (right - left) * factor));
  const at = left + (right - left) * anchor;
  return { whole, shown: within(whole, at - length * anchor, length) };
}

/** Moves by a part of what is shown; both ends stop it. */
export function panReel({ whole, shown: [left, right] }: Reel, part: number): Reel {
  const length = right - left;
  return { whole, shown: within(whole, left + length * part, length) };
}

/** So that `at` is in sight, in the middle where it was not. */
export function showInReel({ whole, shown }: Reel, at: number): Reel {
  const [left, right] = shown;
  if (at >= left && at <= right) return { whole, shown };
  return { whole, shown: within(whole, at - (right - left) / 2, right - left) };
}

function within([first, last]: Span, from: number, length: number): Span {
  const left = Math.max(first, Math.min(from, last - length));
  return [left, left + length];
}
