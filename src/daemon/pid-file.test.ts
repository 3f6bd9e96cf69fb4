import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setImmediate as immediate } from "node:timers/promises";
import { claimPidFile, pidFileHolder, releasePidFile } from "./pid-file.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-pid-file-"));
after(() => rmSync(folder, { recursive: true }));

const path = join(folder, "daemon.pid");

/** A process that looks like `program`, for as long as `use` takes. */
async function withProcess(program: string, use: (pid: number) => void): Promise<void> {
  const child: ChildProcess = spawn("sleep", ["60"], { argv0: program, stdio: "ignore" });
  try {
    await once(child, "spawn");
    assert(child.pid !== undefined);
    // For a moment the new program has no arguments yet.
    while (readFileSync(`/proc/${child.pid}/cmdline`, "utf8") === "") await immediate();
    use(child.pid);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

void test("A claimed file names the process and leaves nothing else behind", () => {
  assert.deepEqual(claimPidFile(path, process.pid), { kind: "claimed" });
  assert.equal(readFileSync(path, "utf8"), `${process.pid}\n`);
  assert.deepEqual(readdirSync(folder), ["daemon.pid"]);
  releasePidFile(path, process.pid);
  assert.equal(existsSync(path), false);
});

void test("A file that names a live daemon is not taken over, whatever path it was started by", async () => {
  for (const program of ["keepalived", "/usr/sbin/keepalived", "holdfast"]) {
    await withProcess(program, (pid) => {
      writeFileSync(path, `${pid}\n`);
      assert.deepEqual(claimPidFile(path, process.pid), { kind: "held", pid });
      assert.deepEqual(pidFileHolder(path), { pid, orphan: true });
      assert.equal(readFileSync(path, "utf8"), `${pid}\n`);
      rmSync(path);
    });
  }
});

void test("A file that names a process of another kind, a dead one or nothing is replaced", async () => {
  await withProcess("sleep", (pid) => {
    for (const stale of [`${pid}\n`, "4194305\n", "", "garbage", "-1", "0"]) {
      writeFileSync(path, stale);
      assert.equal(pidFileHolder(path), undefined, stale);
      assert.deepEqual(claimPidFile(path, process.pid), { kind: "claimed" }, stale);
      assert.equal(readFileSync(path, "utf8"), `${process.pid}\n`);
    }
  });
  rmSync(path);
});

void test("A folder that is missing is reported by its error", () => {
  assert.deepEqual(claimPidFile(join(folder, "missing", "daemon.pid"), 1), { kind: "failed", code: "ENOENT" });
});

void test("A file that has changed hands is not removed", () => {
  writeFileSync(path, "1\n");
  releasePidFile(path, process.pid);
  assert.equal(existsSync(path), true);
  rmSync(path);
});
