import assert from "node:assert/strict";
import { test } from "node:test";

import { fileVerdict } from "./file-checker.ts";

void test("the number of a file times the weight goes into the weight of the server", () => {
  assert.deepEqual(fileVerdict(5, { value: 2, reverse: false }), { state: "up", adjustment: 10 });
  assert.deepEqual(fileVerdict(5, { value: 2, reverse: true }), { state: "up", adjustment: -10 });
  assert.deepEqual(fileVerdict(-9, { value: 2, reverse: false }), { state: "up", adjustment: -18 });
});

void test("with weight 0 every number but 0 is a failure", () => {
  assert.equal(fileVerdict(0, { value: 0, reverse: false }).state, "up");
  assert.equal(fileVerdict(1, { value: 0, reverse: true }).state, "down");
  assert.equal(fileVerdict(-1, { value: 0, reverse: false }).state, "down");
});

void test("a product of -2147483648 or less is a failure", () => {
  assert.equal(fileVerdict(-2_147_483_648, { value: 1, reverse: false }).state, "down");
  assert.equal(fileVerdict(-2_147_483_647, { value: 1, reverse: false }).state, "up");
  assert.equal(fileVerdict(2_147_483_647, { value: 2, reverse: true }).state, "down");
});
