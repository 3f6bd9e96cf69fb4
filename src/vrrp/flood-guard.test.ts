import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { instant, later, milliseconds, seconds, times } from "../base/time.ts";
import { FloodGuard, floodLimit, oneInFlood } from "./flood-guard.ts";

const start = instant(0);

function flooded(): FloodGuard {
  const guard = new FloodGuard();
  for (let count = 0; count < floodLimit; count += 1) guard.hear(start);
  return guard;
}

describe("flood guard", () => {
  test("as many packets within a second as the limit says are a flood, one less is none", () => {
    const guard = new FloodGuard();
    for (let second = 0; second < 10; second += 1) {
      for (let count = 1; count < floodLimit; count += 1) {
        assert.equal(guard.hear(later(start, seconds(second))), undefined);
      }
    }
    assert.equal(guard.deadline, undefined);
    assert.deepEqual(guard.hear(later(start, seconds(9.5))), { kind: "began" });
    assert.equal(guard.deadline, seconds(19.5));
  });

  test("a flood that goes on is told once a minute, with the packets since", () => {
    const guard = flooded();
    for (let review = 1; review <= 6; review += 1) {
      for (let count = 0; count < 100; count += 1) guard.hear(later(start, seconds(10 * review - 1)));
      const news = guard.tick(later(start, seconds(10 * review)));
      const packets = floodLimit + 6 * 100 * oneInFlood;
      assert.deepEqual(news, review < 6 ? undefined : { kind: "goes-on", packets, during: seconds(60) });
    }
  });

  test("it is over when there were few packets between two reviews, and can begin anew", () => {
    const guard = flooded();
    for (let count = 0; count < 3; count += 1) guard.hear(later(start, seconds(1)));
    assert.equal(guard.tick(later(start, seconds(9))), undefined, "not before the review");
    const packets = floodLimit + 3 * oneInFlood;
    assert.deepEqual(guard.tick(later(start, seconds(10))), { kind: "over", packets, lasted: seconds(10) });
    assert.equal(guard.deadline, undefined);
    const again = later(start, seconds(11));
    for (let count = 1; count < floodLimit; count += 1) {
      assert.equal(guard.hear(later(again, times(milliseconds(1), count))), undefined);
    }
    assert.deepEqual(guard.hear(later(again, milliseconds(900))), { kind: "began" });
  });
});
