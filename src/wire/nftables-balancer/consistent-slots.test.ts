import assert from "node:assert/strict";
import { test } from "node:test";

import { consistentSlots, hashSlots } from "./consistent-slots.ts";

const names = Array.from({ length: 10 }, (_, index) => `198.51.100.${index + 1}/80`);
const ones = names.map(() => 1);

test("every slot has a server, and equal servers have as many slots", () => {
  const slots = consistentSlots(names, ones);
  assert.equal(slots.length, hashSlots);
  const shares = names.map((_, server) => slots.filter((each) => each === server).length);
  assert.ok(Math.max(...shares) - Math.min(...shares) <= 1, String(shares));
});

test("weights are in the shares", () => {
  const slots = consistentSlots(["a", "b"], [3, 1]);
  assert.ok(Math.abs(slots.filter((each) => each === 0).length / hashSlots - 0.75) < 0.01);
});

test("when a server goes, its slots move, and few others", () => {
  const before = consistentSlots(names, ones);
  const after = consistentSlots(names.slice(0, 9), ones.slice(0, 9));
  const moved = before.filter((server, slot) => server !== 9 && after[slot] !== server).length;
  assert.ok(moved < hashSlots / 10, `${moved} of ${hashSlots}`);
});

test("nobody, and only drained ones, have no slots", () => {
  assert.deepEqual(consistentSlots([], []), []);
  assert.deepEqual(consistentSlots(["a"], [0]), []);
});
