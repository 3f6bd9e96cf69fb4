import assert from "node:assert/strict";
import { test } from "node:test";

import { type Duration, seconds } from "../base/time.ts";
import { FakeClock, FakeProcessRunner, type Verdict } from "../platform/fake/index.ts";
import { type BoundaryScript, runBoundaryScript } from "./boundary-script.ts";

const script: BoundaryScript = {
  when: "startup",
  written: { words: ["/etc/start.sh", "word"] },
  command: { words: ["/etc/start.sh", "word"] },
  timeout: seconds(2),
};

/** The log of a script that ends so, within the time. */
async function logOf(verdict: Verdict, within: Duration): Promise<readonly string[]> {
  const clock = new FakeClock();
  const processes = new FakeProcessRunner(clock, () => verdict);
  const log: string[] = [];
  const run = runBoundaryScript(script, { clock, openAlarm: clock.openAlarm, processes }, (line) => log.push(line));
  clock.advance(within);
  await run.ended;
  assert.equal(clock.next, undefined);
  return log;
}

test("a success", async () => {
  assert.deepEqual(await logOf({ how: { kind: "exited", status: 0 }, after: seconds(1) }, seconds(1)), [
    "Running startup script /etc/start.sh word",
    "startup script script succeeded",
  ]);
});

test("a failure is told with the end of the output, and is no obstacle", async () => {
  const verdict: Verdict = { how: { kind: "exited", status: 3 }, after: seconds(1), output: "no disk\n" };
  assert.deepEqual((await logOf(verdict, seconds(1))).slice(1), ["startup script script failed, status 3: no disk"]);
});

test("a script that runs on is ended when its time is up", async () => {
  assert.deepEqual((await logOf({ how: { kind: "never" }, after: seconds(0) }, seconds(2))).slice(1), [
    "startup script timed out",
    "startup script script failed: it was ended by SIGTERM",
  ]);
});

test("a script that cannot be started is told", async () => {
  const error = { call: "execve", errno: 2, code: "ENOENT" };
  assert.deepEqual((await logOf({ how: { kind: "not-started", error }, after: seconds(0) }, seconds(0))).slice(1), [
    "startup script script failed: it could not be started (ENOENT)",
  ]);
});
