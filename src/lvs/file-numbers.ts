import type { FileWeight } from "../check/config.ts";
import type { FileNumbers } from "./checker-state.ts";

const usualWeight: FileWeight = { value: 1, reverse: false };

/** The numbers in tracked files. A file that is missing or empty says 0. */
export class TrackedNumbers implements FileNumbers {
  readonly #numbers = new Map<string, number>();
  #weights: ReadonlyMap<string, FileWeight> = new Map();

  set(file: string, number: number | undefined): void {
    if (number === undefined) this.#numbers.delete(file);
    else this.#numbers.set(file, number);
  }

  /** Weights by the names of files; those that are missing are 1. */
  setWeights(weights: ReadonlyMap<string, FileWeight>): void {
    this.#weights = weights;
  }

  valueOf = (file: string): number => this.#numbers.get(file) ?? 0;

  weightOf = (file: string): FileWeight => this.#weights.get(file) ?? usualWeight;
}
