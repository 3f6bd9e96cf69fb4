import assert from "node:assert/strict";
import { test } from "node:test";

import { milliseconds, seconds } from "../base/time.ts";
import { PriorityRaiser } from "./priority-raiser.ts";

const delay = milliseconds(100);

test("each time it is late a process is raised by one, up to the limit", () => {
  const raiser = new PriorityRaiser(undefined, { maximum: 2, delay });
  const raised = [milliseconds(99), delay, seconds(5), seconds(5)].map((late) => raiser.late(late));
  assert.deepEqual(raised, [undefined, 1, 2, undefined]);
});

test("a process begins with the priority that it was given", () => {
  assert.equal(new PriorityRaiser(50, { maximum: 60, delay }).late(delay), 51);
  assert.equal(new PriorityRaiser(50, { maximum: 40, delay }).late(delay), undefined);
  assert.equal(new PriorityRaiser(undefined, { maximum: 0, delay }).late(seconds(9)), undefined);
});
