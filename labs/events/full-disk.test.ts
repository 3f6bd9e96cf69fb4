import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { parseLine } from "../../src/daemon/live/journal-line.ts";
import { sourceProgram } from "../../src/lab/source-program.ts";

/** In blocks of 512 bytes: a write that needs more is made in part, and the rest of it fails. */
const room = 16;

test("a write for which there is no room leaves nothing behind, and one that fits goes on", (context) => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-full-"));
  context.after(() => rmSync(directory, { recursive: true }));
  const words = [...sourceProgram(new URL("full-disk-main.ts", import.meta.url)), directory];
  // Without the signal, the system call fails as it does on a full disk.
  const script = `trap '' XFSZ; ulimit -f ${room}; exec "$@"`;
  const environment = { ...process.env, TSX_DISABLE_CACHE: "1" };
  const output = execFileSync("sh", ["-c", script, "sh", ...words], { encoding: "utf8", env: environment });
  assert.equal(output.trim(), "EFBIG");
  const lines = readFileSync(join(directory, "events.jsonl"), "utf8").trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => parseLine(line)?.id),
    [1, 2, 3, 401],
  );
});
