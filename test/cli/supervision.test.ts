import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { watch } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { after, before, test } from "node:test";
import { Daemon, running, withDaemon } from "./daemon.ts";
import { Folder, goodFile, mistakes } from "./files.ts";
import { build, holdfast, inNamespace, namespaceObstacle } from "./programs.ts";

const folder = new Folder();
before(build);
after(() => folder.remove());

const skip = namespaceObstacle();
const pidFile = folder.file("daemon.pid");
const vrrpPidFile = folder.file("vrrp.pid");
const stateOptions = ["--state-dir", folder.file("state")];
const pidOptions = ["-p", pidFile, "-r", vrrpPidFile, "-c", folder.file("checkers.pid"), ...stateOptions];

/** A daemon of ours that has started, and its configuration file. */
async function withRunning(
  use: (daemon: Daemon, file: string) => Promise<void>,
  prefix: readonly string[] = [],
): Promise<void> {
  const file = folder.file("keepalived.conf", goodFile);
  await withDaemon(new Daemon(holdfast, ["-f", file, ...pidOptions], prefix), async (daemon) => {
    await daemon.line(running);
    await use(daemon, file);
  });
}

function pidIn(path: string): number {
  return Number(readFileSync(path, "utf8"));
}

/** Undefined while it is being replaced. */
function pidIfThere(path: string): number | undefined {
  try {
    return pidIn(path);
  } catch {
    return undefined;
  }
}

/** Waits until the file, which somebody writes anew, is as wanted. */
async function changed(path: string, isWanted: () => boolean): Promise<void> {
  const changes = watch(dirname(path), { signal: AbortSignal.timeout(30_000) });
  if (isWanted()) return;
  for await (const change of changes) if (change.filename === basename(path) && isWanted()) return;
}

/** The process a line like "Starting VRRP child process, pid=7" speaks of. */
function pidOf(line: string): number {
  return Number(/pid=(\d+)/u.exec(line)?.[1]);
}

const started = /Starting VRRP child process/u;

void test("The pid files name the daemon and the VRRP process, and go when they end", { skip }, async () => {
  await withRunning(async (daemon) => {
    assert.equal(pidIn(pidFile), daemon.pid);
    assert.equal(pidIn(vrrpPidFile), pidOf(await daemon.line(started)));
    assert.equal(await daemon.stop(), 0);
    assert.deepEqual([existsSync(pidFile), existsSync(vrrpPidFile)], [false, false]);
    assert.match(daemon.lines.at(-1) ?? "", /Stopped Keepalived v/u);
  });
});

void test("Managers find both processes by name and by command line", { skip }, async () => {
  await withRunning(async (daemon, file) => {
    for (const pid of [daemon.pid, pidIn(vrrpPidFile)]) {
      assert.equal(readFileSync(`/proc/${pid}/comm`, "utf8").trim(), "keepalived");
      assert(readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(file));
    }
    assert.equal(await daemon.stop(), 0);
  });
});

void test("A killed VRRP process is replaced at once, the next one after a second", { skip }, async () => {
  await withRunning(async (daemon) => {
    const first = pidIn(vrrpPidFile);
    process.kill(first, "SIGKILL");
    assert.match(await daemon.line(/died: Respawning/u), new RegExp(`VRRP child process\\(${first}\\)`, "u"));
    await daemon.line(/Restart of VRRP process delayed 0 seconds/u);
    // One that has been at work for a second is replaced at once again.
    process.kill(pidOf(await daemon.line(started, 2)), "SIGKILL");
    await daemon.line(/Restart of VRRP process delayed 1 seconds/u);
    const third = pidOf(await daemon.line(started, 3));
    await changed(vrrpPidFile, () => pidIfThere(vrrpPidFile) === third);
    assert.equal(await daemon.stop(), 0);
  });
});

void test("A reload of a broken file keeps the running configuration and names the place", { skip }, async () => {
  for (const broken of [mistakes.missingBrace, mistakes.missingVrid, mistakes.unknownInterface, undefined]) {
    await withRunning(async (daemon, file) => {
      const child = pidIn(vrrpPidFile);
      if (broken === undefined) writeFileSync(file, "}");
      else writeFileSync(file, broken.text);
      daemon.signal("SIGHUP");
      await daemon.line(/the running configuration stays in force/u);
      assert.match(daemon.output, new RegExp(`keepalived\\.conf: Line ${broken?.line ?? 1}\\)`, "u"));
      writeFileSync(file, goodFile);
      daemon.signal("SIGHUP");
      await daemon.line(/Reloading \.\.\./u, 2);
      assert.equal(await daemon.stop(), 0);
      assert.equal(daemon.lines.filter((line) => started.test(line)).length, 1, "no other process was started");
      assert.equal(pidOf(await daemon.line(started)), child);
    });
  }
});

void test("A reload gives work to a daemon that had none", { skip }, async () => {
  const file = folder.file("keepalived.conf", "");
  await withDaemon(new Daemon(holdfast, ["-f", file, ...pidOptions]), async (daemon) => {
    await daemon.line(/has no configuration to run/u);
    assert.equal(existsSync(vrrpPidFile), false);
    writeFileSync(file, goodFile);
    daemon.signal("SIGHUP");
    await daemon.line(running);
    assert.equal(await daemon.stop(), 0);
  });
});

void test("A broken pipe ends nothing", { skip }, async () => {
  await withRunning(async (daemon) => {
    daemon.signal("SIGPIPE");
    assert.equal(await daemon.stop(), 0);
  });
});

const orphaned = /The parent process has died: VRRP goes on without reloads/u;

void test("When the daemon is killed its VRRP process goes on, and a new daemon takes it over", { skip }, async () => {
  await withRunning(async (daemon, file) => {
    const orphan = pidIn(vrrpPidFile);
    daemon.signal("SIGKILL");
    await daemon.line(orphaned);
    const sameNetwork = ["nsenter", `--net=/proc/${orphan}/ns/net`, "--"];
    await withDaemon(new Daemon(holdfast, ["-f", file, ...pidOptions], sameNetwork), async (next) => {
      await next.line(new RegExp(`Taken over from process ${orphan}, which had lost its parent`, "u"));
      await changed(vrrpPidFile, () => ![undefined, orphan].includes(pidIfThere(vrrpPidFile)));
      // Its standard error closes only when the VRRP process of the first one has ended too.
      await daemon.ended();
      assert.equal(await next.stop(), 0);
    });
  });
});

void test("A VRRP process that does not stop is killed after five seconds", { skip }, async () => {
  await withRunning(async (daemon) => {
    process.kill(pidIn(vrrpPidFile), "SIGSTOP");
    const asked = performance.now();
    assert.equal(await daemon.stop(), 0);
    assert(performance.now() - asked >= 4_900);
    assert.match(daemon.output, /VRRP process failed to die - forcing termination/u);
  });
});

void test("A mistake of the program is one line and status 70", { skip }, async () => {
  const mistake = 'process.once("SIGWINCH",()=>{throw new Error("provoked")})';
  const prefix = ["env", `NODE_OPTIONS=--import=data:text/javascript,${encodeURIComponent(mistake)}`];
  await withRunning(async (daemon) => {
    const orphan = pidIn(vrrpPidFile);
    daemon.signal("SIGWINCH");
    await daemon.line(orphaned);
    process.kill(orphan, "SIGTERM");
    assert.equal(await daemon.ended(), 70);
    assert.match(daemon.output, /Program error: Error: provoked \(at/u);
    assert.doesNotMatch(daemon.output, /^\s+at /mu);
  }, prefix);
});

void test("Without -n the daemon goes to the background, and is up when the command returns", { skip }, async () => {
  const file = folder.file("keepalived.conf", goodFile);
  const [command, ...words] = inNamespace([holdfast.command, "-l", "-G", "-f", file, ...pidOptions]);
  // The output is a pipe: the call returns only because the daemon has let go of it.
  const { status, stderr } = spawnSync(command, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const pid = pidIn(pidFile);
  try {
    assert.equal(status, 0, stderr);
    assert.match(stderr, /Starting VRRP child process/u);
    assert.equal(readlinkSync(`/proc/${pid}/cwd`), "/");
    assert.equal(readlinkSync(`/proc/${pid}/fd/2`), "/dev/null");
    assert.equal(Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[5]), pid, "a session of its own");
    assert(existsSync(vrrpPidFile));
  } finally {
    spawnSync("sh", ["-c", `kill ${pid}; tail -s 0.05 --pid=${pid} -f /dev/null`], { timeout: 10_000 });
  }
  assert.equal(existsSync(pidFile), false);
});

void test("A start that fails is explained to whoever started it, whatever the options", { skip }, () => {
  const broken = folder.file("broken.conf", mistakes.missingVrid.text);
  for (const options of [["-l"], [], ["-n"], ["-n", "-l"]]) {
    for (const [file, expected, words] of [
      [folder.file("none"), 6, /create the file/u],
      [broken, 2, /broken\.conf: Line 1\).*virtual router id/u],
    ] as const) {
      const [command, ...rest] = inNamespace([holdfast.command, ...options, "-G", "-f", file, ...pidOptions]);
      const { status, stderr } = spawnSync(command, rest, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
      assert.equal(status, expected);
      assert.match(stderr, words);
    }
  }
});
