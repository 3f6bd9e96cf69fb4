import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { type FileSubject, fileWatcherContract } from "../../src/platform/contract/file-watcher.ts";
import { untilReal } from "../../src/platform/contract/patience.ts";
import { openFileWatcher } from "../../src/platform/linux/index.ts";

fileWatcherContract("Linux", makeSubject);

function makeSubject(): FileSubject {
  const directory = mkdtempSync(join(tmpdir(), "files-"));
  return {
    openFileWatcher,
    hand: {
      write: writeFileSync,
      move: renameSync,
      remove: (path) => rmSync(path, { recursive: true }),
      makeDirectory: (path) => mkdirSync(path),
      read: (path) => readFileSync(path, "utf8"),
    },
    directory,
    until: untilReal,
    close: () => rmSync(directory, { recursive: true }),
  };
}

type Seen = { readonly directory: string; readonly told: (string | undefined)[] };

async function withDirectory(use: (seen: Seen, watch: (path: string) => string | undefined) => Promise<void>) {
  const { directory, close } = makeSubject();
  const told: (string | undefined)[] = [];
  const watcher = openFileWatcher((_, content) => told.push(content));
  try {
    await use({ directory, told }, (path) => watcher.watch([path]).get(path)?.content);
  } finally {
    watcher.close();
    close();
  }
}

void test("a file counts when its writer closes it, not before", async () => {
  await withDirectory(async ({ directory, told }, watch) => {
    const path = `${directory}/flag`;
    writeFileSync(path, "1\n");
    assert.equal(watch(path), "1\n");
    const descriptor = openSync(path, "w");
    writeSync(descriptor, "2\n");
    writeFileSync(`${directory}/other`, "");
    closeSync(descriptor);
    await untilReal(() => told.length > 0);
    assert.deepEqual(told, ["2\n"]);
  });
});

void test("a symbolic link is followed to a file that changes, and to another file", async () => {
  await withDirectory(async ({ directory, told }, watch) => {
    const path = `${directory}/link`;
    mkdirSync(`${directory}/real`);
    writeFileSync(`${directory}/real/a`, "a");
    writeFileSync(`${directory}/real/b`, "b");
    symlinkSync("real/a", path);
    assert.equal(watch(path), "a");
    writeFileSync(`${directory}/real/a`, "again");
    await untilReal(() => told.at(-1) === "again");
    symlinkSync("real/b", `${directory}/new`);
    renameSync(`${directory}/new`, path);
    await untilReal(() => told.at(-1) === "b");
    rmSync(`${directory}/real/b`);
    await untilReal(() => told.at(-1) === undefined);
  });
});

void test("a symbolic link on the way may lead nowhere yet, and later elsewhere", async () => {
  await withDirectory(async ({ directory, told }, watch) => {
    symlinkSync("one", `${directory}/current`);
    assert.equal(watch(`${directory}/current/flag`), undefined);
    for (const name of ["one", "two"]) {
      mkdirSync(`${directory}/${name}`);
      writeFileSync(`${directory}/${name}/flag`, name);
    }
    symlinkSync("two", `${directory}/new`);
    renameSync(`${directory}/new`, `${directory}/current`);
    await untilReal(() => told.at(-1) === "two");
    symlinkSync("one", `${directory}/new`);
    renameSync(`${directory}/new`, `${directory}/current`);
    await untilReal(() => told.at(-1) === "one");
    writeFileSync(`${directory}/one/flag`, "again");
    await untilReal(() => told.at(-1) === "again");
  });
});

void test("a pipe or a directory in the place of the file holds nothing up and says nothing", async () => {
  await withDirectory(async ({ directory, told }, watch) => {
    execFileSync("mkfifo", [`${directory}/pipe`]);
    assert.equal(watch(`${directory}/pipe`) ?? "", "");
    assert.equal(watch(directory), undefined);
    const watcher = openFileWatcher(() => {});
    assert.equal(watcher.write(`${directory}/pipe`, "1", true)?.code, "ENXIO");
    watcher.close();
    assert.deepEqual(told, []);
    await Promise.resolve();
  });
});

void test("a hundred changes of what is watched leave no descriptor and no watch behind", async () => {
  await withDirectory(async ({ directory, told }, watch) => {
    const path = `${directory}/a/flag`;
    watch(path);
    const descriptors = readdirSync("/proc/self/fd").length;
    const before = watchCount();
    for (let round = 1; round <= 100; round += 1) {
      mkdirSync(`${directory}/a`);
      writeFileSync(path, `${round}`);
      await untilReal(() => told.at(-1) === `${round}`);
      rmSync(`${directory}/a`, { recursive: true });
      await untilReal(() => told.at(-1) === undefined);
    }
    assert.equal(readdirSync("/proc/self/fd").length, descriptors);
    assert.equal(watchCount(), before);
  });
});

/** Of all inotify descriptors of this process (proc(5), "fdinfo"). */
function watchCount(): number {
  const texts = readdirSync("/proc/self/fdinfo").map((name) => {
    try {
      return readFileSync(`/proc/self/fdinfo/${name}`, "utf8");
    } catch {
      // The descriptor with which the directory was read.
      return "";
    }
  });
  return texts.join("").split("inotify wd:").length - 1;
}
