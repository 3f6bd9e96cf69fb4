import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { scopes } from "../index.ts";
import { printReferencePage } from "./page.ts";

const file = new URL("../../../../docs/configuration.md", import.meta.url);
const page = printReferencePage();

void test("docs/configuration.md says what the tables say", () => {
  if (process.env["UPDATE"] === "1") writeFileSync(file, page);
  const written = existsSync(file) ? readFileSync(file, "utf8") : "";
  assert.equal(written, page, "UPDATE=1 writes the page anew");
});

void test("every keyword is on the page, with the block it stands in", () => {
  for (const { name: scope, keywords } of scopes) {
    const start = page.indexOf(scope === "root" ? "\n## The top level\n" : `\n## ${scope}\n`);
    assert.notEqual(start, -1, scope);
    const lines = page.slice(start, page.indexOf("\n## ", start + 1)).split("\n");
    const firstCells = new Set(lines.map((line) => line.split(" | ")[0]));
    for (const name of keywords.keys()) assert(firstCells.has(`| \`${name}\``), `${scope}: ${name}`);
  }
});

void test("every row of a table has as many cells as its head", () => {
  let cells = 0;
  for (const line of page.split("\n")) {
    const count = line.startsWith("|") ? line.replaceAll("\\|", "").split("|").length : 0;
    if (cells > 0 && count > 0) assert.equal(count, cells, line);
    cells = count;
  }
});

void test("what looks like a tag stands in code only", () => {
  assert.doesNotMatch(page.replaceAll(/`[^`]*`|^<!--.*-->$/gmu, ""), /</u);
});
