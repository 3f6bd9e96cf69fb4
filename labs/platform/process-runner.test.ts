import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";

import type { Command } from "../../src/base/command.ts";
import { processRunnerContract, run } from "../../src/platform/contract/process-runner.ts";
import { fcntl } from "../../src/platform/linux/ffi.ts";
import { openProcessRunner } from "../../src/platform/linux/process-runner.ts";
import { outputLimit, type ProcessExit, type ProcessRunner } from "../../src/platform/ports.ts";
import { Fifo } from "./fifo.ts";

/** A shell script; its arguments are $1, $2 and so on. */
function script(text: string, ...words: readonly string[]): Command {
  return { words: ["/bin/sh", "-c", text, "script", ...words] };
}

processRunnerContract("Linux", openProcessRunner, {
  exits: (status) => script('exit "$1"', String(status)),
  waits: { words: ["/bin/sleep", "30"] },
  prints: (text) => ({ words: ["printf", "%s", text] }),
  missing: { words: ["/nonexistent/program"] },
});

const SIGKILL = 9;

/** For what would otherwise wait for ever. */
const options = { timeout: 20_000 } as const;

describe("process runner of Linux: what a program finds", () => {
  test("an end of file on standard input", options, async (context) => {
    assert.deepEqual(await outcome(context, { words: ["cat"] }), [0, ""]);
  });

  test("standard output and standard error in one stream, in order", options, async (context) => {
    const command = script("echo one; echo two >&2; echo three");
    assert.deepEqual(await outcome(context, command), [0, "one\ntwo\nthree\n"]);
  });

  test("the working directory /", options, async (context) => {
    assert.notEqual(process.cwd(), "/");
    assert.deepEqual(await outcome(context, { words: ["/bin/pwd"] }), [0, "/\n"]);
  });

  test("its words as they are", options, async (context) => {
    const words = ["", "two words", "$HOME", "ü€𝄞", "*", 'quo"te'];
    const [, output] = await outcome(context, { words: ["printf", "<%s>", ...words] });
    assert.equal(output, words.map((word) => `<${word}>`).join(""));
  });

  test("the environment without what could change what it does", options, async (context) => {
    const dangerous = { LD_PRELOAD: "/nonexistent.so", LD_LIBRARY_PATH: "/nonexistent", IFS: "/" };
    const given = { ...dangerous, HOLDFAST_TEST: "inherited=ü", HOLDFAST_OTHER: "inherited" };
    Object.assign(process.env, given);
    context.after(() => {
      for (const name of Object.keys(given)) Reflect.deleteProperty(process.env, name);
    });
    const runner = openRunner(context);
    const inherited = environmentOf(await run(runner, { words: ["env"] }));
    for (const name of Object.keys(dangerous)) assert.equal(inherited.get(name), undefined, name);
    assert.equal(inherited.get("HOLDFAST_TEST"), "inherited=ü");
    assert.equal(inherited.get("PATH"), process.env["PATH"]);

    const changed = await new Promise<ProcessExit>((resolve) => {
      runner.start({ words: ["env"] }, { HOLDFAST_OTHER: "given", HOLDFAST_NEW: "" }, resolve);
    });
    const expected = new Map([...inherited, ["HOLDFAST_OTHER", "given"], ["HOLDFAST_NEW", ""]] as const);
    assert.deepEqual(environmentOf(changed), expected);
  });

  test("no signal ignored or blocked, though this process ignores SIGPIPE", options, async (context) => {
    const [, output] = await outcome(context, { words: ["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"] });
    assert.equal(output, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  });

  test("no descriptor of this process, not even one that is meant to be inherited", options, async (context) => {
    const descriptor = openSync("/dev/null", "r");
    context.after(() => closeSync(descriptor));
    const F_SETFD = 2;
    assert.equal(fcntl(descriptor, F_SETFD, 0), 0);
    // The fourth is of the program itself, which reads the folder.
    const [, output] = await outcome(context, { words: ["ls", "/proc/self/fd"] });
    assert.equal(output, "0\n1\n2\n3\n");
  });

  test("itself as the leader of its process group", options, async (context) => {
    const runner = openRunner(context);
    const { output } = await run(runner, script('read -r line <"/proc/$$/stat"; echo "$line"'));
    const [pid, , , , group] = output.split(" ");
    assert.ok(pid !== undefined && pid !== "");
    assert.equal(group, pid);
  });
});

describe("process runner of Linux: programs that cannot be started", () => {
  for (const [code, content, mode] of [
    ["EACCES", "#!/bin/sh\n", 0o600],
    ["ENOEXEC", "no program", 0o700],
    ["ENOENT", "#!/nonexistent/interpreter\n", 0o700],
  ] as const) {
    test(code, options, async (context) => {
      const folder = mkdtempSync(join(tmpdir(), "holdfast-program-"));
      context.after(() => rmSync(folder, { recursive: true }));
      const path = join(folder, "program");
      writeFileSync(path, content, { mode });
      const { how } = await run(openRunner(context), { words: [path] });
      assert.equal(how.kind === "not-started" ? how.error.code : how.kind, code);
    });
  }
});

describe("process runner of Linux: output", () => {
  test("more than a pipe holds is read while the program runs, and its end is kept", options, async (context) => {
    const [status, output] = await outcome(context, script("head -c 1000000 /dev/zero | tr '\\0' x; printf end"));
    assert.equal(status, 0);
    assert.equal(output, `${"x".repeat(outputLimit - 3)}end`);
  });

  test("what is not UTF-8 is marked", options, async (context) => {
    assert.deepEqual(await outcome(context, { words: ["printf", "a\\377b"] }), [0, "a\ufffdb"]);
  });

  test("a program may close its output and run on", options, async (context) => {
    const [go, gone] = [openFifo(context), openFifo(context)];
    const ended = outcome(
      context,
      script('echo last words; exec >"$1" 2>&1; read -r line <"$2"; exit 7', ...paths(gone, go)),
    );
    const closed = gone.closed();
    go.writeLine("go");
    await closed;
    assert.deepEqual(await ended, [7, "last words\n"]);
  });
});

describe("process runner of Linux: the programs that a program starts", () => {
  test("are reached by a signal to the group", options, async (context) => {
    const life = openFifo(context);
    const runner = openRunner(context);
    const heard = life.heard();
    const exit = new Promise<ProcessExit>((resolve) => {
      const program = runner.start(script('exec 3>"$1"; sleep 60 & echo ready >&3; wait', life.path), {}, resolve);
      void heard.then(() => program.signalGroup(SIGKILL));
    });
    assert.equal((await exit).how.kind, "signalled");
    // Open as long as one of the two lives.
    await life.closed();
  });

  test("do not delay the report of its end when they hold its output open", options, async (context) => {
    const [go, life] = [openFifo(context), openFifo(context)];
    const said = life.readAll();
    const command = script('exec 3>"$1"; { read -r line <"$2"; echo alive >&3; } & echo done', ...paths(life, go));
    assert.deepEqual(await outcome(context, command), [0, "done\n"]);
    go.writeLine("go");
    assert.equal(await said, "alive\n");
  });

  test("may go on writing to its output after its end", options, async (context) => {
    const [go, life] = [openFifo(context), openFifo(context)];
    const said = life.readAll();
    const leftBehind = '{ read -r line <"$2"; echo to nobody; echo alive >&3; }';
    await outcome(context, script(`exec 3>"$1"; ${leftBehind} & exit 0`, ...paths(life, go)));
    go.writeLine("go");
    assert.equal(await said, "alive\n");
  });
});

describe("process runner of Linux: its place in this process", () => {
  test("closed, it leaves programs running and tells nothing more", options, async (context) => {
    const [go, life] = [openFifo(context), openFifo(context)];
    const runner = openRunner(context);
    let told = 0;
    const said = life.readAll();
    const heard = life.heard();
    runner.start(
      script('exec 3>"$1"; echo ready >&3; read -r line <"$2"; echo alive >&3', ...paths(life, go)),
      {},
      () => {
        told += 1;
      },
    );
    runner.start({ words: ["/nonexistent/program"] }, {}, () => {
      told += 1;
    });
    runner.close();
    await heard;
    go.writeLine("go");
    assert.equal(await said, "ready\nalive\n");
    assert.equal(told, 0);
  });

  test("it takes no child from node:child_process and loses none to it", options, async (context) => {
    const runner = openRunner(context);
    const statuses = Array.from({ length: 20 }, (_, index) => index + 1);
    const [ours, theirs] = await Promise.all([
      Promise.all(statuses.map(async (status) => (await run(runner, script('exit "$1"', String(status)))).how)),
      Promise.all(
        statuses.map(async (status) => {
          const child = spawn("/bin/sh", ["-c", `exit ${status}`], { stdio: "ignore" });
          return (await once(child, "exit")) as readonly unknown[];
        }),
      ),
    ]);
    assert.deepEqual(
      ours,
      statuses.map((status) => ({ kind: "exited", status })),
    );
    assert.deepEqual(
      theirs,
      statuses.map((status) => [status, null]),
    );
  });

  test("two hundred starts leave no descriptor and no zombie behind", { timeout: 60_000 }, async (context) => {
    const runner = openRunner(context);
    const commands = [script("echo text"), { words: ["/nonexistent/program"] }] as const satisfies readonly Command[];
    for (const command of commands) await run(runner, command);
    const before = [countDescriptors(), countChildren()];
    for (let count = 0; count < 100; count += 1) {
      for (const command of commands) await run(runner, command);
    }
    assert.deepEqual([countDescriptors(), countChildren()], before);
  });
});

function openRunner(context: TestContext): ProcessRunner {
  const runner = openProcessRunner();
  context.after(() => runner.close());
  return runner;
}

function openFifo(context: TestContext): Fifo {
  const fifo = new Fifo();
  context.after(() => fifo.close());
  return fifo;
}

function paths(...fifos: readonly Fifo[]): readonly string[] {
  return fifos.map(({ path }) => path);
}

/** The exit status and the output of a program that is not ended by a signal. */
async function outcome(
  context: TestContext,
  command: Command,
): Promise<readonly [status: number | undefined, output: string]> {
  const { how, output } = await run(openRunner(context), command);
  return [how.kind === "exited" ? how.status : undefined, output];
}

function environmentOf({ output }: ProcessExit): ReadonlyMap<string, string> {
  const lines = output
    .split("\n")
    .filter((line) => line.startsWith("HOLDFAST_") || /^(?:LD_\w+|IFS|PATH)=/u.test(line));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

function countDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

/** Running, or dead and not waited for. */
function countChildren(): number {
  return readFileSync("/proc/thread-self/children", "latin1").split(" ").length;
}
