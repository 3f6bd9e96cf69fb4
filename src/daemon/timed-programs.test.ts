import assert from "node:assert/strict";
import { test } from "node:test";

import { Histogram } from "../base/histogram.ts";
import { milliseconds } from "../base/time.ts";
import type { ProcessExit, ProcessRunner, RunningProcess } from "../platform/ports.ts";
import { timed } from "./timed-programs.ts";

test("programs are measured from their start to their end, those that could not be started are not", () => {
  const durations = new Histogram([milliseconds(10), milliseconds(100)]);
  const ends: ((exit: ProcessExit) => void)[] = [];
  const process: RunningProcess = {
    pid: 7,
    output: () => "",
    signalGroup: () => true,
    killGroupAtEnd: () => undefined,
  };
  const runner: ProcessRunner = {
    start: (_command, _environment, done) => {
      ends.push(done);
      return process;
    },
    close: () => undefined,
  };
  const seen: ProcessExit[] = [];
  const programs = timed(runner, durations);
  for (let count = 0; count < 3; count += 1) {
    assert.equal(
      programs.start({ words: ["/bin/true"] }, {}, (exit) => seen.push(exit)),
      process,
    );
  }
  const exits: readonly ProcessExit[] = [
    { how: { kind: "exited", status: 0 }, duration: milliseconds(5), output: "" },
    { how: { kind: "exited", status: 1 }, duration: milliseconds(50), output: "" },
    {
      how: { kind: "not-started", error: { call: "spawn", errno: 2, code: "ENOENT" } },
      duration: milliseconds(0),
      output: "",
    },
  ];
  for (const exit of exits) ends.shift()?.(exit);
  assert.deepEqual(seen, exits);
  assert.deepEqual(durations.copy(), { bounds: [10_000, 100_000], counts: [1, 1, 0], sum: 55_000 });
});
