import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { instant, later, seconds } from "../base/time.ts";
import { Repetition, tellings } from "./repetition.ts";

const start = instant(0);

describe("repetition", () => {
  test("a topic is told a few times, another one too, and the rest is counted", () => {
    const repetition = new Repetition();
    const told = Array.from({ length: 100 }, () => repetition.mayTell(start, "master-changed"));
    assert.equal(told.filter(Boolean).length, tellings);
    assert.ok(repetition.mayTell(start, "interval-learned"));
    assert.equal(repetition.begin(later(start, seconds(9.9))), undefined);
    assert.deepEqual(repetition.begin(later(start, seconds(10))), {
      counts: new Map([["master-changed", 100 - tellings]]),
      during: seconds(10),
    });
  });

  test("what goes on is summed up after ten seconds, a minute, ten minutes, and every ten minutes then", () => {
    const repetition = new Repetition();
    const sums: number[] = [];
    for (let second = 0; second < 3600; second += 1) {
      const untold = repetition.begin(later(start, seconds(second)));
      if (untold !== undefined) sums.push(second, untold.counts.get("checksum") ?? 0);
      repetition.count(later(start, seconds(second)), "checksum");
    }
    assert.deepEqual(sums, [10, 10, 70, 60, 670, 600, 1270, 600, 1870, 600, 2470, 600, 3070, 600]);
  });

  test("after a period without any it begins anew", () => {
    const repetition = new Repetition();
    repetition.count(start, "checksum");
    assert.ok(repetition.begin(later(start, seconds(10))) !== undefined);
    assert.equal(repetition.begin(later(start, seconds(70))), undefined);
    repetition.count(later(start, seconds(100)), "ttl");
    assert.deepEqual(repetition.begin(later(start, seconds(110))), {
      counts: new Map([["ttl", 1]]),
      during: seconds(10),
    });
  });
});
