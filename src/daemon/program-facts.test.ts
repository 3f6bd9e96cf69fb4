import assert from "node:assert/strict";
import { chmodSync, chownSync, mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { inspectProgram } from "./program-facts.ts";

const folder = mkdtempSync(join(tmpdir(), "program-facts-"));
after(() => {
  rmSync(folder, { recursive: true });
});

function script(name: string, text = "#!/bin/sh\n", mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

void test("what cannot be run is told apart", () => {
  assert.equal(inspectProgram(join(folder, "nothing")).kind, "missing");
  assert.equal(inspectProgram(folder).kind, "not-a-file");
  assert.equal(inspectProgram("./script").kind, "relative");
  assert.equal(inspectProgram("no-program-has-this-name").kind, "missing");
  assert.equal(inspectProgram(script("plain", "#!/bin/sh\n", 0o644)).kind, "not-executable");
});

void test("a bare name is searched for, and a binary is known", () => {
  const facts = inspectProgram("sh");
  assert(facts.kind === "runnable");
  assert.match(facts.path, /^\/.*\/sh$/u);
  assert.equal(facts.start, "binary");
});

void test("the beginning and the interpreter of a script are looked at", () => {
  const starts = [script("good"), script("bare", "exit 0\n"), script("lost", "#! /no/such/interpreter -x\n")].map(
    (path) => {
      const facts = inspectProgram(path);
      return facts.kind === "runnable" ? [facts.start, facts.missingInterpreter] : facts.kind;
    },
  );
  assert.deepEqual(starts, [
    ["interpreter", undefined],
    ["unknown", undefined],
    ["interpreter", "/no/such/interpreter"],
  ]);
});

function writable(path: string): string | undefined {
  const facts = inspectProgram(path);
  assert(facts.kind === "runnable");
  return facts.writable;
}

const skip = process.getuid?.() === 0 ? false : "only root can give files away";

void test("what others than root may change is found, through links and in the folders above", { skip }, () => {
  assert.equal(writable(script("safe")), undefined);
  const open = script("open", "#!/bin/sh\n", 0o757);
  assert.equal(writable(open), open);
  const foreign = script("foreign");
  chownSync(foreign, 65534, 0);
  assert.equal(writable(foreign), foreign);
  const shared = join(folder, "shared");
  mkdirSync(shared);
  chmodSync(shared, 0o777);
  const inside = script("shared/inside");
  assert.equal(writable(inside), shared);
  const link = join(folder, "link");
  symlinkSync(inside, link);
  assert.equal(writable(link), shared);
  chmodSync(shared, 0o1777);
  assert.equal(writable(inside), undefined);
});
