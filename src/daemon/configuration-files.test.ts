import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { machineFiles } from "./configuration-files.ts";

const folder = mkdtempSync(join(tmpdir(), "configuration-files-"));
after(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);

writeFileSync(path("plain"), "text");
writeFileSync(path("program"), "#!/bin/sh\n");
chmodSync(path("program"), 0o755);
mkdirSync(path("directory"));
symlinkSync("plain", path("link"));
symlinkSync("nowhere", path("dangling"));

for (const [name, reading] of [
  ["plain", { kind: "text", text: "text" }],
  ["link", { kind: "text", text: "text" }],
  ["program", { kind: "special" }],
  ["dangling", { kind: "special" }],
  ["directory", { kind: "directory" }],
  ["nothing", { kind: "missing" }],
  ["plain/below", { kind: "missing" }],
  ["nul\0character", { kind: "unreadable", detail: "ERR_INVALID_ARG_VALUE" }],
] as const) {
  void test(`${JSON.stringify(name)} is ${reading.kind}`, () =>
    assert.deepEqual(machineFiles.read(path(name)), reading));
}

void test("a device is not read", () => assert.deepEqual(machineFiles.read("/dev/zero"), { kind: "special" }));

void test("a directory has names, and anything else none", () => {
  assert.deepEqual(machineFiles.list(folder).toSorted(), ["dangling", "directory", "link", "plain", "program"]);
  assert.deepEqual(machineFiles.list(path("plain")), []);
  assert.deepEqual(machineFiles.list(path("nothing")), []);
});
