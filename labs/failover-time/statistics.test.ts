import assert from "node:assert/strict";
import { test } from "node:test";

import { microseconds } from "../../src/base/time.ts";
import { summarise } from "./statistics.ts";

test("a summary takes the nearest rank", () => {
  const values = Array.from({ length: 20 }, (_, index) => microseconds(20 - index));
  assert.deepEqual(summarise(values), { count: 20, median: 10, p90: 18, p99: 20, max: 20 });
  assert.throws(() => summarise([]), RangeError);
});
