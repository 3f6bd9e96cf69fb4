import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";

import { labObstacle } from "../../src/lab/index.ts";
import { untilReal } from "../../src/platform/contract/patience.ts";
import {
  type ProcessHand,
  type ProcessSubject,
  processWatcherContract,
} from "../../src/platform/contract/process-watcher.ts";
import { insideNetworkNamespace } from "../../src/platform/linux/network-namespace.ts";
import { openProcessWatcher as openWith } from "../../src/platform/linux/process-watcher.ts";
import type { OpenProcessWatcher } from "../../src/platform/ports.ts";

/** Little is kept, so that a flood is soon too much, and nobody waits long. */
const openProcessWatcher: OpenProcessWatcher = (listener) =>
  openWith(listener, { receiveBuffer: 32 * 1024, countingPause: 20 });

const obstacle = labObstacle();
const isFirst = readlinkSync("/proc/self/ns/pid") === "pid:[4026531836]";
const noConnector = isFirst ? obstacle : "the kernel tells of processes in the first PID namespace only";

describe("told by the kernel", { skip: noConnector ?? false }, () => {
  processWatcherContract("Linux", () => makeSubject(openProcessWatcher));

  test("there is no obstacle, and what is closed leaves no descriptor behind", () => {
    const atFirst = readdirSync("/proc/self/fd").length;
    const watcher = openProcessWatcher(() => {});
    assert.equal(watcher.obstacle, undefined);
    watcher.close();
    assert.equal(readdirSync("/proc/self/fd").length, atFirst);
  });

  test("a flood of processes, more than the kernel keeps news of, ends with the right count", async (context) => {
    const { hand, names, close } = makeSubject(openProcessWatcher);
    const counts: number[] = [];
    const watcher = openProcessWatcher((told) => counts.push(told.get("it") ?? -1));
    context.after(() => {
      watcher.close();
      close();
    });
    watcher.watch([{ name: "it", process: names.sleeper, parameters: [], match: "any", fullCommand: false }]);
    await untilReal(() => counts.at(-1) === 0);
    const one = await hand.start("sleeper", ["600"]);
    // The event loop stands still meanwhile.
    execFileSync("sh", ["-c", "i=0; while [ $i -lt 300 ]; do (:); i=$((i+1)); done"]);
    const two = await hand.start("sleeper", ["600"]);
    await untilReal(() => counts.at(-1) === 2);
    await one.end();
    await two.end();
    await untilReal(() => counts.at(-1) === 0);
  });
});

describe("in a namespace without news, whose way out is closed", { skip: obstacle ?? false }, () => {
  processWatcherContract("Linux without news", () => {
    const anchor = spawn("unshare", ["--net", "sleep", "100"]);
    const subject = makeSubject((listener) => {
      const path = `/proc/${anchor.pid}/ns/net`;
      return insideNetworkNamespace(path, () => openProcessWatcher(listener));
    });
    return { ...subject, close: () => void (subject.close(), anchor.kill()) };
  });
});

/** The two programs are copies of a shell, which waits on its input for what to become. */
function makeSubject(open: OpenProcessWatcher): ProcessSubject {
  const directory = mkdtempSync(join(tmpdir(), "processes-"));
  const names = { sleeper: `hfs${process.pid}`, waiter: `hfw${process.pid}` };
  for (const name of Object.values(names)) copyFileSync("/bin/sh", join(directory, name));
  for (const script of ["100", "600"]) {
    writeFileSync(join(directory, script), `read -r other || exit; exec "${directory}/$other" "$0" "$@"\n`);
  }
  writeFileSync(join(directory, "200"), "read -r other || exit\n");
  const started = new Set<ChildProcess>();
  const start: ProcessHand["start"] = async (program, parameters) => {
    const child = spawn(join(directory, names[program]), parameters, {
      argv0: names[program],
      cwd: directory,
      stdio: ["pipe", "ignore", "ignore"],
    });
    started.add(child);
    await once(child, "spawn");
    const ended = once(child, "exit");
    return {
      become: (other) => void child.stdin.write(`${names[other]}\n`),
      end: async () => {
        child.kill();
        await ended;
      },
    };
  };
  const close = (): void => {
    for (const child of started) child.kill();
    rmSync(directory, { recursive: true });
  };
  return { openProcessWatcher: open, hand: { start }, names, until: untilReal, close };
}
