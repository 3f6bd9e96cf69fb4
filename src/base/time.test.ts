import assert from "node:assert/strict";
import { test } from "node:test";

import * as time from "./time.ts";

test("units are whole microseconds", () => {
  assert.equal(time.seconds(1), 1_000_000);
  assert.equal(time.centiseconds(4095), 40_950_000);
  assert.equal(time.milliseconds(1.5), 1_500);
  assert.equal(time.microseconds(0.6), 1);
  assert.equal(time.instant(1.4), 1);
  assert.equal(time.seconds(0.1), 100_000);
  assert.equal(time.toSeconds(time.milliseconds(250)), 0.25);
  assert.equal(time.toMilliseconds(time.seconds(2)), 2_000);
});

test("there is one zero", () => {
  assert.ok(Object.is(time.microseconds(-0.2), 0));
  assert.ok(Object.is(time.times(time.seconds(-1), 0), 0));
  assert.ok(Object.is(time.instant(-0), 0));
});

test("instants and durations add up", () => {
  const start = time.instant(5_000_000);
  const end = time.later(start, time.milliseconds(20));
  assert.equal(end, 5_020_000);
  assert.equal(time.elapsed(start, end), time.milliseconds(20));
  assert.equal(time.elapsed(end, start), time.milliseconds(-20));
  assert.equal(time.sum(), time.zeroDuration);
  assert.equal(time.sum(time.seconds(3), time.microseconds(609_375)), 3_609_375);
  assert.equal(time.times(time.seconds(1), 156 / 256), 609_375);
});

test("the earlier instant, where undefined is never", () => {
  const [one, two] = [time.instant(1), time.instant(2)];
  assert.equal(time.earlier(one, two), one);
  assert.equal(time.earlier(two, one), one);
  assert.equal(time.earlier(undefined, two), two);
  assert.equal(time.earlier(one, undefined), one);
  assert.equal(time.earlier(undefined, undefined), undefined);
});

test("durations print in seconds without trailing zeros", () => {
  assert.equal(time.printDuration(time.microseconds(3_609_375)), "3.609375s");
  assert.equal(time.printDuration(time.centiseconds(1)), "0.01s");
  assert.equal(time.printDuration(time.seconds(-2)), "-2s");
  assert.equal(time.printDuration(time.zeroDuration), "0s");
  assert.equal(time.printSeconds(time.microseconds(1)), "0.000001");
  assert.equal(time.printSeconds(time.seconds(100)), "100");
});
