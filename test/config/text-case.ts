import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const separator = "\n----\n";

/**
 * One test for each file of a folder: an input, "----", and what it gives. UPDATE=1 writes the second part anew; what
 * it changes is reviewed as a diff.
 */
export function testTextCases(folder: URL, describe: (name: string, input: string) => string): void {
  for (const name of readdirSync(folder).sort()) {
    void test(`case ${name}`, () => {
      const file = new URL(name, folder);
      const text = readFileSync(file, "utf8");
      const end = text.indexOf(separator);
      const input = end === -1 ? text.trimEnd() : text.slice(0, end);
      const actual = `${input}${separator}${describe(name, input)}`;
      if (process.env["UPDATE"] === "1") writeFileSync(file, actual);
      else assert.equal(actual, text, "UPDATE=1 writes the new result");
    });
  }
}
