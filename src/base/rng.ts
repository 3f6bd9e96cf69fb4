import { assert } from "./assert.ts";

/**
 * Chance as a value: the same seed gives the same numbers on every machine. The generator is xoshiro128** (Blackman
 * and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4), 2021), whose state is filled from
 * the seed by a splitmix sequence. Good for simulation and jitter, worthless for secrets.
 */
export class Rng {
  readonly #state: RngState;

  /** `seed` is any whole number; its low 32 bits count. */
  constructor(seed: number) {
    assert(Number.isSafeInteger(seed), "a seed is a whole number");
    this.#state = seedState(seed);
  }

  /** In [0, 1), in steps of 2^-32. */
  next(): number {
    return nextWord(this.#state) / 0x1_0000_0000;
  }

  /** A whole number in [0, n), where n is 1 to 2^32. No number is favoured by more than n / 2^32. */
  below(n: number): number {
    assert(Number.isInteger(n) && n >= 1 && n <= 0x1_0000_0000, "a bound is 1 to 2^32");
    return Math.floor(this.next() * n);
  }

  /** One of the values, of which there is at least one, and none is undefined. */
  pick<T>(values: readonly T[]): T {
    const value = values[Math.floor(this.next() * values.length)];
    assert(value !== undefined, "nothing to pick from");
    return value;
  }

  /** True with the given probability: never for 0, always for 1. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A generator of its own, so that one consumer's draws do not shift another's. Costs one draw of this one. */
  fork(): Rng {
    return new Rng(nextWord(this.#state));
  }
}

/** Four 32-bit words, not all zero. */
export type RngState = Uint32Array;

/** Advances the state by one step and returns 32 random bits. */
export function nextWord(state: RngState): number {
  const [a = 0, b = 0, c = 0, d = 0] = state;
  const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
  state[0] = a ^ d ^ b;
  state[1] = b ^ c ^ a;
  state[2] = c ^ a ^ (b << 9);
  state[3] = rotateLeft(d ^ b, 11);
  return result;
}

/** Four outputs of a Weyl sequence through the 32-bit finalizer of MurmurHash3: different, so not all zero. */
function seedState(seed: number): RngState {
  let word = seed >>> 0;
  return Uint32Array.from({ length: 4 }, () => {
    word = (word + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
    return mixed ^ (mixed >>> 16);
  });
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
