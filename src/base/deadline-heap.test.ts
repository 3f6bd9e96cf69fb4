import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { DeadlineHeap } from "./deadline-heap.ts";
import { type Instant, instant } from "./time.ts";

function heapOf(entries: Readonly<Record<string, number>>): DeadlineHeap<string> {
  const heap = new DeadlineHeap<string>();
  for (const [key, at] of Object.entries(entries)) heap.set(key, instant(at));
  return heap;
}

test("an empty heap waits for nothing", () => {
  const heap = new DeadlineHeap<string>();
  assert.equal(heap.next(), undefined);
  assert.equal(heap.size, 0);
  assert.deepEqual(heap.takeDue(instant(1e9)), []);
  heap.set("a", undefined);
  assert.equal(heap.size, 0);
});

test("the first of the due keys can be looked at and taken alone", () => {
  const heap = heapOf({ c: 30, a: 10, b: 20 });
  assert.equal(heap.first(), "a");
  assert.equal(heap.takeFirstDue(instant(9)), undefined);
  assert.equal(heap.takeFirstDue(instant(20)), "a");
  assert.equal(heap.takeFirstDue(instant(20)), "b");
  assert.equal(heap.takeFirstDue(instant(20)), undefined);
  assert.equal(heap.first(), "c");
  assert.equal(new DeadlineHeap().first(), undefined);
});

test("due keys come out the earliest first and are gone", () => {
  const heap = heapOf({ c: 30, a: 10, d: 40, b: 20 });
  assert.equal(heap.next(), 10);
  assert.deepEqual(heap.takeDue(instant(9)), []);
  assert.deepEqual(heap.takeDue(instant(30)), ["a", "b", "c"]);
  assert.equal(heap.next(), 40);
  assert.equal(heap.get("a"), undefined);
  assert.equal(heap.size, 1);
});

test("a key has one deadline, which moves both ways and goes away", () => {
  const heap = heapOf({ a: 10, b: 20, c: 30 });
  heap.set("a", instant(25));
  assert.equal(heap.next(), 20);
  heap.set("c", instant(5));
  assert.equal(heap.next(), 5);
  assert.equal(heap.get("c"), 5);
  heap.set("c", undefined);
  assert.equal(heap.get("c"), undefined);
  assert.equal(heap.size, 2);
  assert.deepEqual(heap.takeDue(instant(100)), ["b", "a"]);
});

test("equal instants come in the order in which they were set; setting the same again changes nothing", () => {
  const heap = heapOf({ a: 10, b: 10, c: 10, d: 10 });
  heap.set("b", instant(20));
  heap.set("b", instant(10));
  heap.set("a", instant(10));
  assert.deepEqual(heap.takeDue(instant(10)), ["a", "c", "d", "b"]);
});

type Step = { readonly key: number; readonly at: number | undefined } | { readonly now: number };

const time = fc.integer({ min: 0, max: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ key: fc.nat(15), at: time }) },
  { weight: 2, arbitrary: fc.record({ key: fc.nat(15), at: fc.constant(undefined) }) },
  { weight: 1, arbitrary: fc.record({ now: time }) },
);

/** The same in the plainest way: a list, in the order of setting. */
class Model {
  #list: readonly { readonly key: number; readonly at: Instant }[] = [];

  set(key: number, at: Instant | undefined): void {
    if (this.get(key) === at) return;
    const others = this.#list.filter((entry) => entry.key !== key);
    this.#list = at === undefined ? others : [...others, { key, at }];
  }

  get(key: number): Instant | undefined {
    return this.#list.find((entry) => entry.key === key)?.at;
  }

  takeDue(now: Instant): readonly number[] {
    const due = this.#list.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.#list = this.#list.filter(({ at }) => at > now);
    return due.map(({ key }) => key);
  }

  get deadlines(): readonly Instant[] {
    return this.#list.map(({ at }) => at).sort((a, b) => a - b);
  }
}

test("any steps give what a list gives", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const heap = new DeadlineHeap<number>();
      const model = new Model();
      for (const action of steps) {
        if ("now" in action) {
          assert.deepEqual(heap.takeDue(instant(action.now)), model.takeDue(instant(action.now)));
        } else {
          const at = action.at === undefined ? undefined : instant(action.at);
          heap.set(action.key, at);
          model.set(action.key, at);
          assert.equal(heap.get(action.key), at);
        }
        assert.equal(heap.next(), model.deadlines[0]);
        assert.equal(heap.size, model.deadlines.length);
      }
      assert.deepEqual(heap.takeDue(instant(40)), model.takeDue(instant(40)));
    }),
    { numRuns: 300 },
  );
});
