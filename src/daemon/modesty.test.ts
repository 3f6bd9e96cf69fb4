import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { test } from "node:test";

import { endModesty, makeModest } from "./modesty.ts";

test("a process is modest from its start, and none of its threads is any longer when it is needed", async (context) => {
  if (!mayBecomeMoreImportant()) return context.skip("needs CAP_SYS_NICE");
  const child = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000); console.log(1)"]);
  context.after(() => child.kill("SIGKILL"));
  const pid = child.pid ?? assert.fail();
  makeModest(pid);
  await once(child.stdout, "data");
  assert.equal(getPriority(pid), 19);
  endModesty(pid);
  const threads = readdirSync(`/proc/${pid}/task`).map(Number);
  assert.ok(threads.length > 1);
  assert.deepEqual(new Set(threads.map((thread) => getPriority(thread))), new Set([getPriority()]));
  return undefined;
});

test("one that has ended is nobody's business", async () => {
  const child: ChildProcess = spawn("true");
  await once(child, "exit");
  const pid = child.pid ?? assert.fail();
  const usual = getPriority();
  makeModest(pid);
  endModesty(pid);
  assert.equal(getPriority(), usual);
});

function mayBecomeMoreImportant(): boolean {
  const usual = getPriority();
  try {
    setPriority(usual - 1);
    setPriority(usual);
    return true;
  } catch {
    return false;
  }
}
