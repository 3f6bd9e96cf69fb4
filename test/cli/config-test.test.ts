import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Folder, goodFile, mistakes } from "./files.ts";
import { build, holdfast, inNamespace, namespaceObstacle, type Program, reference } from "./programs.ts";

const folder = new Folder();
before(build);
after(() => folder.remove());

const skip = namespaceObstacle();

type Result = { readonly status: number | null; readonly stderr: string };

function configTest(program: Program, path: string, prefix: readonly string[] = []): Result {
  const [command, ...words] = inNamespace([...prefix, program.command, "-t", "-f", path]);
  return spawnSync(command, words, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
}

function compare(path: string, status: number, prefix: readonly string[] = []): string {
  const result = configTest(holdfast, path, prefix);
  assert.equal(result.status, status, result.stderr);
  assert.doesNotMatch(result.stderr, /\n\s+at /u);
  if (reference !== undefined) {
    const theirs = configTest(reference, path, prefix);
    assert.equal(theirs.status, status, `the reference differs: ${theirs.stderr}`);
  }
  return result.stderr;
}

void test("A good file: nothing said, status 0", { skip }, () => {
  assert.equal(compare(folder.file("good.conf", goodFile), 0), "");
});

for (const [name, status] of [
  ["unknownKeyword", 5],
  ["missingBrace", 5],
  ["missingVrid", 5],
  ["missingParameter", 2],
  ["unknownInterface", 5],
  ["longPassword", 5],
  ["unsafeScript", 6],
] as const) {
  void test(`${name}: status ${status} and the place`, { skip }, () => {
    const { text, line } = mistakes[name];
    const path = folder.file(`${name}.conf`, text);
    const said = compare(path, status);
    assert.notEqual(said, "");
    if (line !== undefined) assert(said.includes(`${path}:${line}:`), said);
  });
}

void test("A password is never shown", { skip }, () => {
  const said = compare(folder.file("password.conf", mistakes.longPassword.text), 5);
  assert.doesNotMatch(said, /12345678/u);
});

void test(
  "A file that is missing cannot be run: 4, where the reference's 2.2.7 says nothing is wrong",
  { skip },
  () => {
    const { status, stderr } = configTest(holdfast, folder.file("missing.conf"));
    assert.equal(status, 4);
    assert.match(stderr, /missing\.conf.*-f/u);
    if (reference !== undefined) assert.equal(configTest(reference, folder.file("missing.conf")).status, 0);
  },
);

const unprivileged = ["setpriv", "--reuid", "65534", "--clear-groups"];
const notRoot = process.getuid?.() === 0 ? false : "only root can become another user";

void test("A file that cannot be read: 4", { skip: skip === false ? notRoot : skip }, () => {
  assert.match(
    compare(folder.file("closed.conf", goodFile, 0o600), 4, unprivileged),
    /Unable to read configuration file/u,
  );
});

void test("--config-test=FILE writes the findings there and nothing to standard error", { skip }, () => {
  const report = folder.file("report");
  const path = folder.file("unknown.conf", mistakes.unknownKeyword.text);
  const [command, ...words] = inNamespace([holdfast.command, `--config-test=${report}`, "-f", path]);
  const { status, stderr } = spawnSync(command, words, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  assert.deepEqual([status, stderr], [5, ""]);
  assert.match(readFileSync(report, "utf8"), /unknown\.conf:5:\d+: .*prioriti/u);
});
