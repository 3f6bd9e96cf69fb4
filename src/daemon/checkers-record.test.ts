import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { findLeftChecks, forgetChecks, recordChecks } from "./checkers-record.ts";

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "record-"));
  context.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** What the record says, with something else in it. */
function change(directory: string, changes: object): void {
  const path = join(directory, "checkers.json");
  const record: unknown = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify(Object.assign({}, record, changes)));
}

test("nothing is left where nobody was, or where the table was given back", (context) => {
  const directory = folder(context);
  assert.equal(findLeftChecks(directory), undefined);
  assert.equal(recordChecks(directory), undefined);
  forgetChecks(directory);
  assert.equal(findLeftChecks(directory), undefined);
  assert.deepEqual(readdirSync(directory), []);
});

test("a process that has lost its parent is found, by its number and the time of its start", (context) => {
  const directory = folder(context);
  recordChecks(directory);
  // Whoever runs this test is no daemon.
  assert.deepEqual(findLeftChecks(directory), { orphan: process.pid });
});

test("of a process that has ended its table is left, also when its number has been given to another", async (context) => {
  const directory = folder(context);
  recordChecks(directory);
  const other = spawn("sleep", ["100"]);
  context.after(() => other.kill());
  const { writer } = JSON.parse(readFileSync(join(directory, "checkers.json"), "utf8"));
  change(directory, { writer: { ...writer, pid: other.pid } });
  assert.deepEqual(findLeftChecks(directory), { orphan: undefined });
});

test("after a boot, in another network namespace or by another version it means nothing", (context) => {
  const directory = folder(context);
  recordChecks(directory);
  const { writer } = JSON.parse(readFileSync(join(directory, "checkers.json"), "utf8"));
  for (const changes of [{ writer: { ...writer, boot: "another" } }, { network: "net:[1]" }, { version: 2 }]) {
    recordChecks(directory);
    change(directory, changes);
    assert.equal(findLeftChecks(directory), undefined);
  }
});

test("where nothing can be written it says why", (context) => {
  const file = join(folder(context), "file");
  writeFileSync(file, "");
  assert.equal(recordChecks(join(file, "below")), "ENOTDIR");
});
