/**
 * An array with room for exactly so many elements, all of which are to be set at once. One that starts empty and grows
 * has room for sixteen more, which counts where there are hundreds of thousands of short ones.
 */
export function arrayOfLength<T>(length: number): T[] {
  // oxlint-disable-next-line unicorn/no-new-array -- Array.from takes ten times as long
  return new Array<T>(length);
}
