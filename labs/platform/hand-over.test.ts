import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";

import { seconds } from "../../src/base/time.ts";
import { Beats, beatsSize } from "../../src/daemon/journal/beats.ts";
import { endPrograms, recorded } from "../../src/daemon/journal/programs.ts";
import { isAlive, ownIdentity } from "../../src/daemon/process-identity.ts";
import {
  createSharedMemory,
  endProcess,
  holdPacketSockets,
  openAnnouncer,
  openProcessRunner,
} from "../../src/platform/linux/index.ts";
import type { ProcessExit } from "../../src/platform/ports.ts";
import { reasonToSkip } from "../programs.ts";

// What one process leaves to another, and how the other takes its place, on this kernel.

const patience = seconds(5);
const options = { timeout: 20_000 } as const;
const obstacle = await reasonToSkip();

function scratch(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-hand-over-"));
  context.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The inodes of those in this network namespace: the last of the columns. */
function packetSockets(): readonly string[] {
  const lines = readFileSync("/proc/self/net/packet", "latin1").trimEnd().split("\n");
  return lines.map((line) => line.slice(line.lastIndexOf(" ") + 1));
}

describe("handing over", () => {
  test("what is stored in shared memory is in the file at once", options, (context) => {
    const path = join(scratch(context), "memory");
    const memory = createSharedMemory(path, beatsSize);
    const beats = new Beats(memory);
    beats.setState(8191, "master");
    const copy = readFileSync(path);
    assert.equal(copy.length, beatsSize);
    assert.equal(new Beats(copy.buffer.slice(copy.byteOffset, copy.byteOffset + copy.length)).state(8191), "master");
  });

  test("memory that is there already, or cannot be made, is a system error", options, (context) => {
    const path = join(scratch(context), "memory");
    createSharedMemory(path, 4096);
    assert.throws(() => createSharedMemory(path, 4096), { message: "open: EEXIST" });
    assert.throws(() => createSharedMemory("/nonexistent/memory", 4096), { message: "open: ENOENT" });
  });

  test("a process is ended when it is the right one, also one that is stopped", options, async () => {
    const child = spawn("sleep", ["100"], { stdio: "ignore" });
    const { pid = 0 } = child;
    const exited = once(child, "exit");
    child.kill("SIGSTOP");
    assert.equal(
      endProcess(pid, () => false, patience),
      true,
    );
    assert.equal(child.kill(0), true, "the wrong one is left alone");
    assert.equal(
      endProcess(pid, () => true, patience),
      true,
    );
    assert.deepEqual(await exited, [null, "SIGKILL"]);
    assert.equal(
      endProcess(pid, () => assert.fail("there is none"), patience),
      true,
    );
  });

  test(
    "packet sockets that are held stay when their process closes them",
    { ...options, skip: obstacle },
    (context) => {
      const before = packetSockets();
      const announcer = openAnnouncer();
      const own = packetSockets().find((inode) => !before.includes(inode)) ?? "none";
      const hold = holdPacketSockets(process.pid);
      context.after(() => hold.release());
      assert.equal(hold.count, 1);
      announcer.close();
      assert.ok(packetSockets().includes(own));
      assert.equal(holdPacketSockets(2 ** 22 + 1).count, 0, "nobody has that number");
    },
  );

  test("a process is known by its start, and does not live once it has ended", options, async () => {
    const own = ownIdentity();
    assert.equal(isAlive(own), true);
    assert.equal(isAlive({ ...own, startTime: own.startTime - 1 }), false);
    assert.equal(isAlive({ ...own, boot: "another" }), false);
    const child = spawn("true", { stdio: "ignore" });
    const { pid = 0 } = child;
    await once(child, "exit");
    assert.equal(isAlive({ ...own, pid }), false);
  });

  test("programs of a dead process are ended with all they started, others are not", options, async (context) => {
    const processes = openProcessRunner();
    context.after(() => processes.close());
    const beats = new Beats(new ArrayBuffer(beatsSize));
    const writer = ownIdentity();
    const exits: Promise<ProcessExit>[] = [];
    const start = (runner: typeof processes): number => {
      let pid: number | undefined;
      exits.push(
        new Promise((resolve) => {
          ({ pid } = runner.start({ words: ["/bin/sh", "-c", "sleep 100 & wait"] }, {}, resolve));
        }),
      );
      return pid ?? 0;
    };
    const ours = start(recorded(processes, beats, writer));
    const foreign = start(processes);
    assert.deepEqual(beats.programs, [ours]);
    endPrograms([ours, foreign], { ...writer, startTime: writer.startTime + 1 });
    endPrograms([...beats.programs, foreign], writer);
    const exit = await exits[0];
    assert.deepEqual(exit?.how, { kind: "signalled", signal: 9, name: "SIGKILL" });
    assert.deepEqual(beats.programs, []);
    assert.equal(process.kill(foreign, 0), true);
    process.kill(-foreign, "SIGKILL");
    await exits[1];
  });

  test(
    "a program that was started a moment ago, and has no environment yet, is ended as well",
    options,
    async (context) => {
      const processes = openProcessRunner();
      context.after(() => processes.close());
      const beats = new Beats(new ArrayBuffer(beatsSize));
      const writer = ownIdentity();
      const runner = recorded(processes, beats, writer);
      for (let round = 0; round < 100; round += 1) {
        const exit = new Promise<ProcessExit>((resolve) => {
          runner.start({ words: ["/bin/sleep", "100"] }, {}, resolve);
        });
        endPrograms(beats.programs, writer);
        const { how } = await exit;
        assert.equal(how.kind, "signalled");
      }
      assert.deepEqual(beats.programs, []);
    },
  );
});
