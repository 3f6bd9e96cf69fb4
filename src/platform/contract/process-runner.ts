import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { Command } from "../../base/command.ts";
import { outputLimit, type ProcessExit, type ProcessRunner, type RunningProcess } from "../ports.ts";

/** Programs of which the suite knows what they do. */
export type KnownPrograms = {
  readonly exits: (status: number) => Command;
  /** Runs until a signal ends it. */
  readonly waits: Command;
  /** Prints the text and exits with status 0. */
  readonly prints: (text: string) => Command;
  readonly missing: Command;
};

const SIGKILL = 9;
const SIGTERM = 15;

/** Longest time for a test, in milliseconds: reached only when an end is never reported. */
const limit = 20_000;

/** Starts a program without variables of its own; resolves when it has ended. */
export function run(runner: ProcessRunner, command: Command): Promise<ProcessExit> {
  return new Promise((resolve) => {
    runner.start(command, {}, resolve);
  });
}

/** What every ProcessRunner does. */
export function processRunnerContract(name: string, open: () => ProcessRunner, programs: KnownPrograms): void {
  describe(`process runner of ${name}`, () => {
    const check = testWith(open);

    check("the exit status is reported", async (runner) => {
      for (const status of [0, 1, 255]) {
        const { how, duration } = await run(runner, programs.exits(status));
        assert.deepEqual(how, { kind: "exited", status });
        assert.ok(duration >= 0);
      }
    });

    check("the signal that ended a program is reported by number and name", async (runner) => {
      for (const [signal, signalName] of [
        [SIGTERM, "SIGTERM"],
        [SIGKILL, "SIGKILL"],
        [6, "SIGABRT"],
      ] as const) {
        const { how } = await endBy(runner, programs.waits, signal);
        assert.deepEqual(how, { kind: "signalled", signal, name: signalName });
      }
    });

    check("a program that has ended takes no signal", async (runner) => {
      const { started } = await endBy(runner, programs.waits, SIGTERM);
      assert.equal(started.signalGroup(SIGTERM), false);
    });

    check("a program that cannot be started is reported later, with the reason", async (runner) => {
      let inside = true;
      const exit = await new Promise<ProcessExit>((resolve) => {
        const started = runner.start(programs.missing, {}, (result) => {
          assert.equal(inside, false);
          resolve(result);
        });
        assert.equal(started.pid, undefined);
        assert.equal(started.signalGroup(SIGTERM), false);
        inside = false;
      });
      assert.equal(exit.how.kind === "not-started" ? exit.how.error.code : exit.how.kind, "ENOENT");
      assert.equal(exit.output, "");
    });

    check("the output is kept", async (runner) => {
      const { how, output } = await run(runner, programs.prints("one\ntwo ü €\n"));
      assert.deepEqual(how, { kind: "exited", status: 0 });
      assert.equal(output, "one\ntwo ü €\n");
    });

    check("the output can be read at any time", async (runner) => {
      const exit = await new Promise<ProcessExit>((resolve) => {
        const started = runner.start(programs.prints("text"), {}, (result) => {
          assert.equal(started.output(), "text");
          resolve(result);
        });
        assert.ok("text".startsWith(started.output()));
      });
      assert.equal(exit.output, "text");
    });

    check("at the bound the start of the output is lost", async (runner) => {
      const whole = "a".repeat(outputLimit);
      assert.equal((await run(runner, programs.prints(whole))).output, whole);
      const { output } = await run(runner, programs.prints(`lost${"b".repeat(outputLimit - 3)}end`));
      assert.equal(output, `${"b".repeat(outputLimit - 3)}end`);
    });

    check("each of fifty programs at once is told its own end, and once", async (runner) => {
      const told = Array.from({ length: 50 }, () => 0);
      await Promise.all(
        told.map(async (_, index) => {
          const exit = await new Promise<ProcessExit>((resolve) => {
            runner.start(programs.exits(index), {}, (result) => {
              told[index] = (told[index] ?? 0) + 1;
              resolve(result);
            });
          });
          assert.deepEqual(exit.how, { kind: "exited", status: index });
        }),
      );
      assert.deepEqual(new Set(told), new Set([1]));
    });
  });
}

/** Starts a program that waits and ends it at once. */
async function endBy(
  runner: ProcessRunner,
  waits: Command,
  signal: number,
): Promise<{ readonly how: ProcessExit["how"]; readonly started: RunningProcess }> {
  let started: RunningProcess | undefined;
  const { how } = await new Promise<ProcessExit>((resolve) => {
    started = runner.start(waits, {}, resolve);
    assert.ok(started.pid !== undefined && started.pid > 0);
    assert.equal(started.signalGroup(signal), true);
  });
  assert.ok(started !== undefined);
  return { how, started };
}

type Check = (title: string, use: (runner: ProcessRunner) => Promise<void>) => void;

/** Each test has a runner of its own. */
function testWith(open: () => ProcessRunner): Check {
  return (title, use) => {
    test(title, { timeout: limit }, async () => {
      const runner = open();
      try {
        await use(runner);
      } finally {
        runner.close();
      }
    });
  };
}
