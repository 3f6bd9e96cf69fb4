import assert from "node:assert/strict";
import { test } from "node:test";

import type { Command } from "../../base/command.ts";
import { instant, milliseconds, seconds, zeroDuration } from "../../base/time.ts";
import { processRunnerContract } from "../contract/process-runner.ts";
import type { ProcessExit, ProcessRunner } from "../ports.ts";
import { FakeClock } from "./clock.ts";
import { fakeError } from "./errors.ts";
import { FakeProcessRunner, type Judge, success } from "./process-runner.ts";

const obey: Judge = ({ words: [program, argument = ""] }) => {
  switch (program) {
    case "exits":
      return { how: { kind: "exited", status: Number(argument) }, after: milliseconds(1) };
    case "prints":
      return { ...success, output: argument };
    case "waits":
      return { how: { kind: "never" }, after: zeroDuration };
    default:
      return { how: { kind: "not-started", error: fakeError("execve", "ENOENT") }, after: zeroDuration };
  }
};

const waits: Command = { words: ["waits"] };

processRunnerContract("the fake", openObedient, {
  exits: (status) => ({ words: ["exits", String(status)] }),
  waits,
  prints: (text) => ({ words: ["prints", text] }),
  missing: { words: ["missing"] },
});

test("a program ends at its time, and the start is remembered", () => {
  const clock = new FakeClock(instant(7));
  const runner = new FakeProcessRunner(clock, () => ({ ...success, after: seconds(2) }));
  const exits: ProcessExit[] = [];
  runner.start(waits, { NAME: "value" }, (exit) => void exits.push(exit));
  clock.advance(milliseconds(1999));
  assert.deepEqual(exits, []);
  clock.advance(milliseconds(1));
  assert.deepEqual(exits, [{ how: { kind: "exited", status: 0 }, duration: seconds(2), output: "" }]);
  assert.deepEqual(runner.starts, [{ at: 7, command: waits, environment: { NAME: "value" } }]);
});

test("a runner that is closed reports nothing more", () => {
  const clock = new FakeClock();
  const runner = new FakeProcessRunner(clock);
  runner.start(waits, {}, () => assert.fail("reported"));
  runner.close();
  clock.advance(seconds(1));
});

/** A runner whose clock goes on by itself, a second whenever something was done. */
function openObedient(): ProcessRunner {
  const clock = new FakeClock();
  const runner = new FakeProcessRunner(clock, obey);
  const goOn = (): void => void setImmediate(() => clock.advance(seconds(1)));
  return {
    start: (command, environment, done) => {
      const started = runner.start(command, environment, done);
      goOn();
      return {
        ...started,
        signalGroup: (signal) => {
          goOn();
          return started.signalGroup(signal);
        },
      };
    },
    close: () => runner.close(),
  };
}
