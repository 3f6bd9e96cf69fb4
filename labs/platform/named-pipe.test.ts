import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, constants, lstatSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { namedPipeContract, type PipeWorld } from "../../src/platform/contract/named-pipe.ts";
import { openNamedPipe } from "../../src/platform/linux/named-pipe.ts";

const wholePipe = 1 << 20;

function openWorld(): PipeWorld {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-pipe-"));
  const other = join(folder, "file");
  writeFileSync(other, "");
  return {
    open: openNamedPipe,
    path: join(folder, "fifo"),
    other,
    make: (path) => execFileSync("mkfifo", ["-m", "600", path]),
    remove: (path) => rmSync(path),
    mode: (path) => {
      const status = lstatSync(path, { throwIfNoEntry: false });
      return status === undefined ? undefined : status.mode & 0o777;
    },
    read: (path) => {
      const end = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const bytes = Buffer.alloc(wholePipe);
      const length = readSync(end, bytes);
      closeSync(end);
      return bytes.toString("utf8", 0, length);
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

namedPipeContract("Linux", openWorld);

test(
  "a pipe that is made belongs to its owner",
  { skip: process.geteuid?.() !== 0 && "only root gives files away" },
  () => {
    const world = openWorld();
    try {
      const pipe = world.open({ path: world.path, mode: 0o644, owner: { user: 4321, group: 8765 } });
      const { uid, gid } = lstatSync(world.path);
      assert.deepEqual([uid, gid], [4321, 8765]);
      pipe.close();
    } finally {
      world.close();
    }
  },
);
