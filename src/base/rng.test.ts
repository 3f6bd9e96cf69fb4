import assert from "node:assert/strict";
import { test } from "node:test";

import { InvariantError } from "./assert.ts";
import { nextWord, Rng } from "./rng.ts";

const draws = (rng: Rng, count: number): readonly number[] => Array.from({ length: count }, () => rng.next());

test("xoshiro128** agrees with its authors' program", () => {
  const state = Uint32Array.of(0x964d_4a0c, 0xd40a_b895, 0xad7f_decb, 0x3006_f0f0);
  const words = Array.from({ length: 4 }, () => nextWord(state));
  assert.deepEqual(words, [0xf139_1922, 0x6fe5_3806, 0xa5be_2840, 0xf510_ee70]);
  assert.deepEqual(state, Uint32Array.of(0xfc65_379c, 0x5200_6d70, 0x8748_7639, 0xf190_8343));
});

test("one seed, one sequence; another seed, another", () => {
  assert.deepEqual(draws(new Rng(7), 20), draws(new Rng(7), 20));
  assert.notDeepEqual(draws(new Rng(7), 20), draws(new Rng(8), 20));
  assert.notDeepEqual(draws(new Rng(0), 4), [0, 0, 0, 0]);
  assert.throws(() => new Rng(0.5), InvariantError);
});

test("next stays in [0, 1) and is spread evenly", () => {
  const values = draws(new Rng(1), 10_000);
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const tenths = Array.from({ length: 10 }, (_, tenth) => values.filter((value) => Math.floor(value * 10) === tenth));
  // Six standard deviations of a fair count: 6 * sqrt(10,000 * 0.1 * 0.9) = 180.
  for (const { length } of tenths) assert.ok(Math.abs(length - 1_000) < 180, String(length));
});

test("below reaches every number under the bound and no other", () => {
  const rng = new Rng(2);
  assert.deepEqual(new Set(Array.from({ length: 200 }, () => rng.below(5))), new Set([0, 1, 2, 3, 4]));
  assert.equal(rng.below(1), 0);
  for (const bound of [0, -1, 1.5, 2 ** 33]) assert.throws(() => rng.below(bound), InvariantError);
});

test("pick reaches every value", () => {
  const rng = new Rng(3);
  assert.deepEqual(new Set(Array.from({ length: 200 }, () => rng.pick(["a", "b", "c"]))), new Set(["a", "b", "c"]));
  assert.throws(() => rng.pick([]), InvariantError);
});

test("chance 0 is never, 1 is always, a half is in between", () => {
  const rng = new Rng(4);
  const hits = (probability: number): number =>
    Array.from({ length: 1_000 }, () => rng.chance(probability)).filter(Boolean).length;
  assert.equal(hits(0), 0);
  assert.equal(hits(1), 1_000);
  assert.ok(Math.abs(hits(0.5) - 500) < 95);
});

test("a fork goes its own way, at the price of one draw", () => {
  const forked = new Rng(5);
  const child = forked.fork();
  draws(child, 50);
  const straight = new Rng(5);
  straight.next();
  assert.deepEqual(draws(forked, 10), draws(straight, 10));
  assert.notDeepEqual(draws(new Rng(5).fork(), 10), draws(new Rng(5), 10));
  assert.deepEqual(draws(new Rng(5).fork(), 10), draws(new Rng(5).fork(), 10));
});
