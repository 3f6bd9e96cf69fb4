import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { after, before, test } from "node:test";
import { Daemon, running, withDaemon } from "./daemon.ts";
import { Folder, goodFile } from "./files.ts";
import { build, holdfastCommand, namespaceObstacle } from "./programs.ts";

const folder = new Folder();
before(build);
after(() => folder.remove());

const skip = namespaceObstacle();

function holdfast(...words: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(holdfastCommand, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

void test("--version and --help", () => {
  assert.match(holdfast("--version").stdout, /^\d+\.\d+\.\d+\n$/u);
  const { status, stdout } = holdfast("--help");
  assert.equal(status, 0);
  for (const command of ["run", "demo"]) assert.match(stdout, new RegExp(`^ +${command} `, "mu"));
});

void test("A command that does not exist ends with 1 and names it", () => {
  const { status, stderr } = holdfast("bogus");
  assert.equal(status, 1);
  assert.match(stderr, /bogus/u);
});

void test("run takes the options of keepalived", () => {
  const { status, stderr } = holdfast("run", "-v");
  assert.equal(status, 0);
  assert.match(stderr, /^Keepalived v/u);
  assert.equal(holdfast("run", "--bogus").status, 1);
});

void test("run is the same daemon under its own name", { skip }, async () => {
  const file = folder.file("keepalived.conf", goodFile);
  const words = [
    "-f",
    file,
    "-p",
    folder.file("daemon.pid"),
    "-r",
    folder.file("vrrp.pid"),
    "--state-dir",
    folder.file("state"),
  ];
  const daemon = new Daemon({ name: "holdfast run", command: holdfastCommand, prefix: ["run"] }, words);
  await withDaemon(daemon, async () => {
    await daemon.line(running);
    assert.equal(await daemon.stop(), 0);
  });
});
