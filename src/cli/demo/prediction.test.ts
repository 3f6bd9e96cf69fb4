import assert from "node:assert/strict";
import { test } from "node:test";

import { centiseconds, microseconds, milliseconds, seconds, sum, times, zeroDuration } from "../../base/time.ts";
import { skewTime } from "../../vrrp/timing.ts";
import type { Candidate, SharedAddress } from "./cluster.ts";
import { downInterval, predict, takePart } from "./prediction.ts";

function candidate(node: string, priority: number, change: Partial<Candidate> = {}): Candidate {
  const usual = { instance: "VI_1", version: 2, advertInterval: seconds(1), downTimerAdverts: 3 } as const;
  return { node, priority, ...usual, ...change };
}

const address: SharedAddress = { address: "192.0.2.100", candidates: [candidate("a", 199), candidate("b", 198)] };
const both = new Set(["a", "b"]);
const onlyB = new Set(["b"]);

/** RFC 3768 §6.1, written out: three intervals and (256 - priority) / 256 s, in whole microseconds. */
const downOfB = microseconds(3_226_562);

void test("at the start the best node waits one down interval of its own", () => {
  const wait = microseconds(3_222_656);
  assert.deepEqual(predict(address, { kind: "start" }, both), { atLeast: wait, atMost: wait, servedBy: "a" });
});

void test("a silent master is missed one interval to none before the down interval of the next is over", () => {
  assert.deepEqual(predict(address, { kind: "silence", node: "a" }, both), {
    atLeast: sum(downOfB, seconds(-1)),
    atMost: downOfB,
    servedBy: "b",
  });
});

void test("a master that resigns is missed for the skew of the next", () => {
  const skew = skewTime(2, 198, seconds(1));
  assert.deepEqual(predict(address, { kind: "resignation", node: "a" }, both), {
    atLeast: skew,
    atMost: skew,
    servedBy: "b",
  });
});

void test("nobody misses a backup, nor the master that hands over to a better one", () => {
  const none = { atLeast: zeroDuration, atMost: zeroDuration };
  assert.deepEqual(predict(address, { kind: "silence", node: "b" }, both), { ...none, servedBy: "a" });
  assert.deepEqual(predict(address, { kind: "resignation", node: "b" }, both), { ...none, servedBy: "a" });
  assert.deepEqual(predict(address, { kind: "return", node: "a" }, onlyB), { ...none, servedBy: "a" });
  assert.deepEqual(predict(address, { kind: "return", node: "b" }, new Set(["a"])), { ...none, servedBy: "a" });
});

void test("in version 3 everything scales with the master's interval", () => {
  const [master, backup] = [centiseconds(10), centiseconds(50)].map((advertInterval, index) =>
    candidate(index === 0 ? "a" : "b", 128, { version: 3, advertInterval, downTimerAdverts: 4 }),
  );
  assert.ok(master !== undefined && backup !== undefined);
  assert.equal(downInterval(backup, master), milliseconds(450));
  assert.equal(downInterval(backup, backup), times(milliseconds(450), 5));
});

void test("somebody must be left", () => {
  assert.throws(() => predict(address, { kind: "silence", node: "b" }, onlyB), /nobody is left for 192\.0\.2\.100/u);
});

void test("who takes part afterwards", () => {
  assert.deepEqual([...takePart({ kind: "silence", node: "a" }, both)], ["b"]);
  assert.deepEqual([...takePart({ kind: "resignation", node: "a" }, both)], ["b"]);
  assert.deepEqual([...takePart({ kind: "return", node: "a" }, onlyB)], ["b", "a"]);
  assert.deepEqual([...takePart({ kind: "start" }, both)], ["a", "b"]);
});
