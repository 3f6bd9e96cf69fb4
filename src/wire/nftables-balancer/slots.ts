/**
 * Which server gets the next connection: connections go through slots one after the other, and each slot has a server.
 * A server of weight 3 has three times the slots of one with weight 1, spread between those of the others.
 */

/**
 * Slots of a service, and so the servers with a weight that it may have. Weights whose sum, without their common
 * divisor, is more are rounded: a share is then right within a thousandth of all connections for each server.
 */
export const slotLimit = 1024;

/**
 * Weights in the same proportion, whole numbers of at least 1, with a sum of at most `slotLimit`. `weights` are
 * positive and no more than that.
 */
export function slotCounts(weights: readonly number[]): readonly number[] {
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  const reduced = weights.map((weight) => weight / Math.max(1, divisor));
  const total = sum(reduced);
  if (total <= slotLimit) return reduced;
  // Everybody has one slot, the others are shared out; the largest remainders get what rounding down has left.
  const free = slotLimit - weights.length;
  const shares = reduced.map((weight) => Math.max(0, (weight * slotLimit) / total - 1));
  const scale = free / Math.max(1, sum(shares));
  const exact = shares.map((share) => share * scale);
  const counts = exact.map(Math.floor);
  const left = free - sum(counts);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  const luckier = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return counts.map((count, index) => 1 + count + (luckier.has(index) ? 1 : 0));
}

/** Indexes of servers, slot by slot. The slots of each are as far from one another as they can be. */
export function interleavedSlots(counts: readonly number[]): readonly number[] {
  return counts
    .flatMap((count, server) => {
      return Array.from({ length: count }, (_, turn) => ({ server, at: (turn + 0.5) / count }));
    })
    .toSorted((a, b) => a.at - b.at || a.server - b.server)
    .map(({ server }) => server);
}

/** The same slots in the same cycle, which begins `by` slots later. */
export function rotated(slots: readonly number[], by: number): readonly number[] {
  const start = slots.length === 0 ? 0 : by % slots.length;
  return [...slots.slice(start), ...slots.slice(0, start)];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
