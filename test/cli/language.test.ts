import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { Folder, goodFile } from "./files.ts";
import { build, holdfast, inNamespace, namespaceObstacle, type Program, reference } from "./programs.ts";

/* Files that include others, and lines for some machines only, through the options of the command line. */

const folder = new Folder();
before(build);
after(() => folder.remove());

const skip = namespaceObstacle();

function configTest(
  program: Program,
  words: readonly string[],
): { readonly status: number | null; readonly said: string } {
  const [command, ...rest] = inNamespace([program.command, "-t", ...words]);
  const { status, stderr } = spawnSync(command, rest, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  return { status, said: stderr };
}

/** What is said about a file, which both programs must give the same status. */
function compare(status: number, ...words: readonly string[]): string {
  const ours = configTest(holdfast, words);
  assert.equal(ours.status, status, ours.said);
  if (reference !== undefined) {
    const theirs = configTest(reference, words);
    assert.equal(theirs.status, status, `the reference differs: ${theirs.said}`);
  }
  return ours.said;
}

void test("A file in parts is one configuration, and a finding names the part and the way to it", { skip }, () => {
  folder.file("instance.conf", goodFile.replace("priority 100", "priority ${PRIORITY}"));
  const path = folder.file("parts.conf", "$PRIORITY=100\ninclude instance.c*\n");
  assert.equal(compare(0, "-f", path), "");
  const wrong = folder.file("wrong.conf", "$PRIORITY=300\ninclude instance.conf\n");
  const said = compare(5, "-f", wrong);
  assert(said.includes(`${folder.file("instance.conf")}:5:14: `), said);
  assert(said.includes(`$PRIORITY is defined at ${wrong}:1:11 as 300`), said);
  assert(said.includes(`included from ${wrong}:2:9`), said);
});

void test("A file that is missing matters when the line or the command line says so", { skip }, () => {
  const plain = folder.file("plain.conf", `include nothing.conf\n${goodFile}`);
  assert.match(compare(0, "-f", plain), /Config files missing 'nothing\.conf'/u);
  assert.match(compare(6, "-e", "-f", plain), /error: Config files missing/u);
  compare(6, "-f", folder.file("insisting.conf", `includem nothing.conf\n${goodFile}`));
});

void test("Lines count for the machine that they name", { skip }, () => {
  const path = folder.file("machines.conf", goodFile.replace("priority 100", "@blue nonsense\n@^blue priority 100"));
  assert.equal(compare(0, "-i", "green", "-f", path), "");
  assert.match(compare(5, "-i", "blue", "-f", path), /Unknown keyword 'nonsense'/u);
});
