import assert from "node:assert/strict";
import { test } from "node:test";

import { milliseconds, seconds } from "../base/time.ts";
import { Bulletin, OverdueError } from "./bulletin.ts";

test("what is there already needs no announcement", async () => {
  assert.equal(await new Bulletin().until(() => 7, seconds(1), String), 7);
});

test("a watcher looks again after each announcement and leaves when satisfied", async () => {
  const bulletin = new Bulletin();
  let level = 0;
  let looks = 0;
  const reached = bulletin.until(
    () => {
      looks += 1;
      return level >= 2 ? level : undefined;
    },
    seconds(5),
    () => `level 2, not ${level}`,
  );
  for (level = 1; level <= 4; level += 1) bulletin.announce();
  assert.equal(await reached, 2);
  assert.equal(looks, 3);
});

test("the bound ends the wait and says what was wanted", async () => {
  const wait = new Bulletin().until(
    () => undefined,
    milliseconds(1),
    () => "a miracle",
  );
  await assert.rejects(wait, new OverdueError("not within 0.001s: a miracle"));
});
