import type { ProcessPattern } from "../ports.ts";
import { matchesProcess, usesCommandLine } from "../process-pattern.ts";
import { processNames } from "./process-names.ts";

/** Who runs, as far as patterns ask: the counts, and which process has its part in which of them. */
export class ProcessCensus {
  readonly #patterns: readonly ProcessPattern[];
  readonly #needsCommandLine: boolean;
  /** The processes that match something, and what. */
  readonly #found = new Map<number, readonly ProcessPattern[]>();

  constructor(patterns: readonly ProcessPattern[]) {
    this.#patterns = patterns;
    this.#needsCommandLine = patterns.some(usesCommandLine);
  }

  counts(): ReadonlyMap<string, number> {
    const counts = new Map(this.#patterns.map(({ name }) => [name, 0]));
    for (const matches of this.#found.values()) {
      for (const { name } of matches) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  }

  /** Finds out what a process is called now. */
  look(pid: number): void {
    const names = processNames(pid, this.#needsCommandLine);
    const matches = names === undefined ? [] : this.#patterns.filter((pattern) => matchesProcess(pattern, names));
    if (matches.length === 0) this.#found.delete(pid);
    else this.#found.set(pid, matches);
  }

  /** A new process is called as its parent. */
  forked(parent: number, pid: number): void {
    const matches = this.#found.get(parent);
    if (matches !== undefined) this.#found.set(pid, matches);
  }

  ended(pid: number): void {
    this.#found.delete(pid);
  }
}
