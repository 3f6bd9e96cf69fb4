/** Lines that one process may put into the log, and characters of each. */
export const doubtedLines = { count: 100, length: 500 } as const;

/** Lines for the log from a process that strangers can reach: few, short, and without what a terminal would obey. */
export class DoubtedLines {
  #left: number = doubtedLines.count;

  /** Undefined: there have been enough. */
  take(line: string): string | undefined {
    if (this.#left <= 0) return undefined;
    this.#left -= 1;
    return line.slice(0, doubtedLines.length).replaceAll(/\p{C}/gu, " ");
  }
}
