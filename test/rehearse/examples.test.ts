import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { allExamples, exampleOf, reportOf } from "./example-plan.ts";
import { printExamplesPage } from "./examples-page.ts";

/*
 * What the rehearsal of each example says, a file for each, and the page of all of them: UPDATE=1 writes them anew, and
 * what that changes is reviewed as a diff.
 */

for (const example of allExamples()) {
  void test(`the rehearsal of ${example.name}`, () => {
    isWritten(new URL(`${example.name}.txt`, import.meta.url), `${reportOf(example, 2)}\n`);
  });
}

void test("docs/rehearse-examples.md shows what is said of each example", () => {
  isWritten(new URL("../../docs/rehearse-examples.md", import.meta.url), printExamplesPage());
});

void test("docs/rehearse.md shows what is printed today", () => {
  const page = readFileSync(new URL("../../docs/rehearse.md", import.meta.url), "utf8");
  const printed = `${reportOf(exampleOf("nginx-pair"), 1)}\n`;
  assert.ok(page.includes(printed), `put this into the page:\n${printed}`);
});

function isWritten(file: URL, actual: string): void {
  if (process.env["UPDATE"] === "1") writeFileSync(file, actual);
  assert.equal(existsSync(file) ? readFileSync(file, "utf8") : "", actual, "UPDATE=1 writes it anew");
}
