/** Times of one document in milliseconds, of each run. */
export type Measured = {
  readonly name: string;
  readonly lines: number;
  readonly reference: readonly number[];
  /** The whole process. */
  readonly holdfast: readonly number[];
  /** Of it, the start of Node.js and of the program: `--version`. */
  readonly start: readonly number[];
  /** Loading alone, in a process that has done it before, as at a reload. */
  readonly loading: readonly number[];
};

/** "10000 instances (90000 lines): C Keepalived 1.550 s, Holdfast 0.547 s, ratio 0.35; of it the
 * start 0.071 s; loading again 0.2 s". */
export function describeMeasured({ name, lines, reference, holdfast, start, loading }: Measured): string {
  const [theirs, ours] = [median(reference), median(holdfast)];
  const times = `C Keepalived ${inSeconds(theirs)}, Holdfast ${inSeconds(ours)}, ratio ${(ours / theirs).toFixed(2)}`;
  const parts = `of it the start ${inSeconds(median(start))}; loading again ${inSeconds(median(loading))}`;
  return `${name} (${lines} lines): ${times}; ${parts}`;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}
