import assert from "node:assert/strict";
import { test } from "node:test";

import { panReel, type Reel, shortestPart, showInReel, zoomReel } from "./reel.ts";

const whole: Reel = { whole: [-100_000, 900_000], shown: [-100_000, 900_000] };

void test("what is under the pointer stays where it is, and both ends are ends", () => {
  const half = zoomReel(whole, 0.5, 0.4);
  assert.deepEqual(half.shown, [100_000, 600_000]);
  assert.deepEqual(panReel(half, 10).shown, [400_000, 900_000]);
  assert.deepEqual(panReel(half, -10).shown, [-100_000, 400_000]);
  assert.deepEqual(zoomReel(half, 100, 0.1), whole);
});

void test("there is a shortest part, also of what is shorter", () => {
  const [left, right] = zoomReel(whole, 1e-9, 0.5).shown;
  assert.equal(Math.round(right - left), shortestPart);
  const short: Reel = { whole: [0, 500], shown: [0, 500] };
  assert.deepEqual(zoomReel(short, 0.1, 0.5), short);
});

void test("a moment that is not in sight is brought into the middle", () => {
  const part: Reel = { whole: whole.whole, shown: [0, 100_000] };
  assert.equal(showInReel(part, 50_000).shown, part.shown);
  assert.deepEqual(showInReel(part, 500_000).shown, [450_000, 550_000]);
});
