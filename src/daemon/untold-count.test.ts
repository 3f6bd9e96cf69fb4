import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { UntoldCount } from "./untold-count.ts";

function stateDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-untold-"));
  context.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

test("what killed processes had not told is found once, by the one after them", (context) => {
  const directory = stateDirectory(context);
  // Started in the first tick of the machine: they have ended.
  const killed = [1, 2].map((startTime) => new UntoldCount(directory, { pid: process.pid, startTime }));
  assert.deepEqual(
    killed.map(({ left }) => left),
    [0, 0],
  );
  killed.forEach((each, index) => each.set(index + 3));
  const next = new UntoldCount(directory);
  // The second has taken over what the first one had left when it had told nothing yet.
  assert.equal(next.left, 4);
  next.close();
  assert.deepEqual(readdirSync(directory), []);
});

test("that of a process that lives is its own, and what is no number is nothing", (context) => {
  const directory = stateDirectory(context);
  const living = new UntoldCount(directory);
  living.set(7);
  writeFileSync(join(directory, "checkers.untold.1.1"), "torn");
  const other = new UntoldCount(directory, { pid: process.pid, startTime: 1 });
  assert.equal(other.left, 0);
  assert.throws(() => new UntoldCount(directory), /EEXIST/u, "one for each process");
});
