import { Rng } from "../../base/rng.ts";
import { setParameter } from "./parameters.ts";
import type { Definition } from "./parameters.ts";

/** The range of `${_RANDOM}` where it gives none. */
const defaultRandom = { minimum: 0, maximum: 32_767 } as const;

/** What the parameters of the language itself go by (keepalived.conf(5), "Pre-defined definitions"). */
export type BuiltInFacts = {
  readonly configId: string;
  readonly variable: ((name: string) => string | undefined) | undefined;
  readonly randomSeed: number;
};

/** Whether words may stand behind the name, between its braces. */
export function takesWords(name: string): boolean {
  return name === "_ENV" || name === "_RANDOM";
}

/**
 * The parameters that need no definition: `_PWD`, `_INSTANCE`, `_ENV NAME`, `_RANDOM [MIN [MAX]]`, `_HASH`, `_BANG`.
 */
export class BuiltIns {
  readonly #facts: BuiltInFacts;
  #rng: Rng;
  /** The absolute path of the directory of the current file. */
  directory = "/";

  constructor(facts: BuiltInFacts) {
    this.#facts = facts;
    this.#rng = new Rng(facts.randomSeed);
  }

  /** `random_seed NUMBER` in the text: from here on the random numbers are those of the seed. */
  seed(seed: number): void {
    this.#rng = new Rng(seed);
  }

  /** What a name and the words behind it stand for; undefined: nothing, so that the text stays. */
  find(name: string, words: readonly string[]): Definition | undefined {
    const value = this.#value(name, words);
    return value === undefined ? undefined : setParameter(name, value, undefined);
  }

  #value(name: string, words: readonly string[]): string | undefined {
    const [first, second] = words;
    if (name === "_RANDOM") return this.#random(words);
    if (name === "_ENV" && first !== undefined && second === undefined) return this.#facts.variable?.(first);
    if (words.length > 0) return undefined;
    if (name === "_PWD") return this.directory;
    if (name === "_INSTANCE") return this.#facts.configId;
    if (name === "_HASH") return "#";
    if (name === "_BANG") return "!";
    return undefined;
  }

  #random(words: readonly string[]): string | undefined {
    if (!words.every((word) => /^\d{1,9}$/u.test(word))) return undefined;
    const [minimum = defaultRandom.minimum, maximum = Math.max(minimum, defaultRandom.maximum)] = words.map(Number);
    const lowest = Math.min(minimum, maximum);
    return String(lowest + this.#rng.below(Math.abs(maximum - minimum) + 1));
  }
}
