import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { before, test } from "node:test";
import { build, holdfastCommand } from "./programs.ts";

before(build);

function explain(...words: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(holdfastCommand, ["explain", ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

void test("A keyword: where it stands, what may be written, what it means, what holds without it", () => {
  const { status, stdout } = explain("priority");
  assert.equal(status, 0);
  assert.match(stdout, /^priority <1\.\.255>\n {2}in vrrp_instance\n {2}\S.*\n {2}default: 100/u);
});

void test("No word: all blocks", () => {
  const { status, stdout } = explain();
  assert.equal(status, 0);
  for (const block of ["global_defs", "vrrp_instance", "  authentication"]) {
    assert.match(stdout, new RegExp(`^${block} +\\S`, "mu"));
  }
});

void test("The code of a finding, as findings show it", () => {
  for (const word of ["unknown-keyword", "[unknown-keyword]"]) {
    const { status, stdout } = explain(word);
    assert.equal(status, 0);
    assert.match(stdout, /^\[unknown-keyword\]: /u);
  }
});

void test("What nobody knows: status 1 and what was meant", () => {
  // Of instances the daemons of this machine would be asked.
  const { status, stdout, stderr } = explain("--keyword", "priorty");
  assert.deepEqual([status, stdout], [1, ""]);
  assert.equal(stderr, "Nothing is called 'priorty': did you mean priority?\n");
  assert.match(explain("--keyword", "frobnicate").stderr, /holdfast explain/u);
});
