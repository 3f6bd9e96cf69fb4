import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { examineNode } from "./examine.ts";
import { readNode } from "./read-node.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-documented-"));
after(() => rmSync(folder, { recursive: true }));

/** What is found in a file; what is not built yet says so in the text around it. */
function findings(text: string): readonly string[] {
  const file = join(folder, "keepalived.conf");
  writeFileSync(file, text);
  const read = readNode(file, "here", { configId: undefined, strictIncludes: false });
  assert.equal(read.kind, "read");
  if (read.kind !== "read") return [];
  const all = examineNode(read.node, "auto");
  return all
    .filter(({ code, severity }) => code !== "not-implemented" && severity !== "note")
    .map(({ message }) => message);
}

for (const page of ["checkers.md", "load-balancing.md"]) {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), "utf8");
  const files = Array.from(text.matchAll(/^```\n(.*?)^```$/gmsu), ([, content = ""]) => content);
  const configurations = files.filter((file) => file.includes("virtual_server"));

  void test(`${page} has files that "holdfast check --strict" finds nothing in`, () => {
    assert.ok(configurations.length > 0);
    for (const file of configurations) assert.deepEqual(findings(file), [], file);
  });
}
