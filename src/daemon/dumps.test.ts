import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { instant } from "../base/time.ts";
import { calendarWith, WallClock } from "./dump-facts.ts";
import { writeDump } from "./dump-file.ts";
import { dumpPaths, temporaryDirectory } from "./dump-paths.ts";
import { DumpQueue } from "./dump-queue.ts";

const none = { files: {}, namespaces: {}, processes: { vrrp: {}, checker: {}, bfd: {} } } as const;

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "dumps-"));
  context.after(() => rmSync(path, { recursive: true }));
  return path;
}

test("the files have their names in the directory for temporary files", () => {
  assert.deepEqual(dumpPaths(none, "/tmp"), {
    parent: "/tmp/keepalived_parent.data",
    check: "/tmp/keepalived_check.data",
    data: "/tmp/keepalived.data",
    statistics: "/tmp/keepalived.stats",
    json: "/tmp/keepalived.json",
  });
});

test("all three keywords for paths count", () => {
  const files = { stateDump: "/run/a/state.data", statisticsDump: "/run/a/stats", jsonDump: "/run/a/now.json" };
  assert.deepEqual(dumpPaths({ ...none, files }, "/tmp"), {
    parent: "/run/a/state_parent.data",
    check: "/run/a/state_check.data",
    data: "/run/a/state.data",
    statistics: "/run/a/stats",
    json: "/run/a/now.json",
  });
});

test("data_use_instance puts namespace and instance into the names of .data files, as the original does", () => {
  const config = {
    files: { dumpNamesWithInstance: true, jsonDump: "/run/now.json" },
    namespaces: { network: "red" },
    processes: { ...none.processes, instance: "one" },
  };
  const paths = dumpPaths(config, "/tmp");
  assert.equal(paths.data, "/tmp/keepalived.red_one.data");
  assert.equal(paths.parent, "/tmp/keepalived_parent.red_one.data");
  assert.equal(paths.json, "/run/now.json");
});

test("$TMPDIR must be the absolute path of a directory", (context) => {
  const path = folder(context);
  writeFileSync(join(path, "file"), "");
  assert.equal(temporaryDirectory(path), path);
  for (const wrong of [undefined, "", "tmp", join(path, "file"), join(path, "missing")]) {
    assert.equal(temporaryDirectory(wrong), "/tmp");
  }
});

test("a file replaces the old one with the mode that the umask leaves, and nothing else remains", async (context) => {
  const directory = folder(context);
  const path = join(directory, "keepalived.data");
  writeFileSync(path, "old", { mode: 0o644 });
  assert.equal(await writeDump(path, ["a", "b"], 0o177), undefined);
  assert.equal(readFileSync(path, "utf8"), "ab");
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(await writeDump(path, ["c"], 0o022), undefined);
  assert.equal(statSync(path).mode & 0o777, 0o644);
  assert.deepEqual(readdirSync(directory), ["keepalived.data"]);
});

test("links that others have put in the way are not followed", async (context) => {
  const directory = folder(context);
  const [path, victim] = [join(directory, "keepalived.data"), join(directory, "victim")];
  writeFileSync(victim, "precious");
  symlinkSync(victim, path);
  symlinkSync(victim, `${path}.${process.pid}.new`);
  assert.equal(await writeDump(path, ["a"], 0o177), undefined);
  assert.equal(readFileSync(victim, "utf8"), "precious");
  assert.equal(readFileSync(path, "utf8"), "a");
});

test("what cannot be written is told", async (context) => {
  assert.equal(await writeDump(join(folder(context), "missing", "x"), ["a"], 0o177), "ENOENT");
});

test("a file that is asked for many times before its turn is written once more", async () => {
  const queue = new DumpQueue();
  const written: string[] = [];
  await new Promise<void>((resolve) => {
    // Its first step is taken when all the others wait.
    queue.add("a", async () => {
      await Promise.resolve();
      written.push("a0");
    });
    for (const name of ["a1", "a2"]) queue.add("a", async () => void written.push(name));
    queue.add("b", async () => {
      written.push("b");
      resolve();
    });
  });
  assert.deepEqual(written, ["a0", "a2", "b"]);
});

test("times have microseconds and the words of the reference", () => {
  const { seconds, words } = calendarWith(1_795_247_733_000_000)(instant(61_321));
  assert.equal(seconds, "1795247733.061321");
  assert.match(words, /^\w{3} Nov 2[12] \d\d:\d\d:33\.061321 2026$/u);
});

test("a time that has been printed is printed the same again, until the clock is set", () => {
  const clock = new WallClock();
  const print = (now: number, wallTime: number): string => clock.calendar(instant(now), wallTime)(instant(0)).seconds;
  const first = print(1_000, 1_795_247_733_000);
  assert.equal(print(2_000_900, 1_795_247_735_000), first, "readings in milliseconds differ by less than one");
  assert.notEqual(print(3_000_000, 1_795_247_800_000), first);
});
