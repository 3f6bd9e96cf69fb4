import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, seconds } from "../base/time.ts";
import { OwnerConflict } from "./owner-conflict.ts";

const at = (time: number) => instant(seconds(time));

test("S23: yields to an owner that goes on after two adverts, and not to one that stops", () => {
  const conflict = new OwnerConflict();
  assert.equal(conflict.heard(at(0), seconds(1)), false);
  conflict.advertSent();
  assert.equal(conflict.heard(at(1), seconds(1)), false);
  conflict.advertSent();
  assert.equal(conflict.heard(at(2.3), seconds(1)), false, "the other one had stopped");
  conflict.advertSent();
  conflict.advertSent();
  assert.equal(conflict.heard(at(3.5), seconds(1)), true);
  assert.equal(conflict.isConceded, true);
  conflict.end();
  assert.equal(conflict.isConceded, false);
});

test("S23: adverts of the other one alone decide nothing, however many", () => {
  const conflict = new OwnerConflict();
  for (let time = 0; time < 10; time += 1) assert.equal(conflict.heard(at(time / 100), seconds(1)), false);
});
