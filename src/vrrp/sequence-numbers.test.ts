import assert from "node:assert/strict";
import { test } from "node:test";

import { SequenceNumbers } from "./sequence-numbers.ts";

test("H12: numbers grow, and go on from what was heard", () => {
  const numbers = new SequenceNumbers();
  assert.deepEqual([numbers.next(), numbers.next()], [1, 2]);
  numbers.hear(40);
  assert.deepEqual([numbers.next(), numbers.next()], [41, 42]);
});

test("H12: what is not new is not believed", () => {
  const numbers = new SequenceNumbers();
  assert.equal(numbers.isNew(0), false);
  assert.equal(numbers.isNew(7), true);
  numbers.hear(7);
  assert.equal(numbers.isNew(7), false);
  assert.equal(numbers.isNew(6), false);
  assert.equal(numbers.isNew(8), true);
});

test("H12: a master that lost its memory is not believed until it has heard the other and counts on", () => {
  const lasting = new SequenceNumbers();
  lasting.hear(500);
  const restarted = new SequenceNumbers();
  assert.equal(lasting.isNew(restarted.next()), false);
  restarted.hear(lasting.next());
  assert.equal(lasting.isNew(restarted.next()), true);
});

test("two masters in step believe one another", () => {
  const [one, other] = [new SequenceNumbers(), new SequenceNumbers()];
  one.hear(9);
  other.hear(9);
  const [first, second] = [one.next(), other.next()];
  assert.equal(first, second);
  assert.equal(one.isNew(second), true);
  assert.equal(other.isNew(first), true);
});

test("two masters whose packets cross on their way believe one another, and nobody believes what is old", () => {
  const [one, other] = [new SequenceNumbers(), new SequenceNumbers()];
  one.hear(9);
  other.hear(8);
  const late = other.next();
  assert.deepEqual([one.next(), one.next(), one.next()], [10, 11, 12]);
  assert.equal(late, 9);
  assert.equal(one.isNew(late), false, "heard before");
  const next = other.next();
  assert.equal(one.isNew(next), true);
  one.hear(20);
  assert.equal(one.next(), 21);
  assert.equal(one.isNew(next), false);
});
