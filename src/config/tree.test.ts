import assert from "node:assert/strict";
import { test } from "node:test";

import { readTokens } from "./reading/reader.ts";
import { Findings, Reporter } from "./reporter.ts";
import { parseTree } from "./tree.ts";
import type { Statement } from "./tree.ts";

function parse(text: string): { readonly tree: string; readonly messages: readonly string[] } {
  const findings = new Findings();
  const report = new Reporter(findings);
  const statements = parseTree(readTokens({ path: "a.conf", text }, { configId: "" }, report), report);
  return { tree: printAll(statements), messages: findings.sorted().map((finding) => finding.message) };
}

function printAll(statements: readonly Statement[]): string {
  return statements.map(print).join("; ");
}

function print({ keyword, words, block }: Statement): string {
  const line = [keyword, ...words].map((word) => word.text).join(" ");
  return block === undefined ? line : `${line} { ${printAll(block.statements)} }`;
}

for (const [title, text, tree] of [
  ["a brace on the keyword's line", "a b {\n c\n}\nd", "a b { c }; d"],
  ["a brace on the next line", "a b\n\n{\n c\n}", "a b { c }"],
  ["braces that share lines with content", "a { b c\n d }\ne { f } g", "a { b c; d }; e { f }; g"],
  ["nested blocks", "a { b { c } d\n}", "a { b { c }; d }"],
  ["an empty block", "a {}", "a {  }"],
] as const) {
  void test(title, () => assert.deepEqual(parse(text), { tree, messages: [] }));
}

for (const [title, text, tree, message] of [
  ["a brace without a keyword disappears with its partner", "{\na\n}\nb", "a; b", "Unexpected '{' - ignoring"],
  ["a second block of a keyword, too", "a {\n b\n}\n{\n c\n}", "a { b }; c", "Unexpected '{' - ignoring"],
  ["a surplus closing brace", "a {\n}\n}\nb", "a {  }; b", "Extra '}' found"],
  ["blocks that are still open at the end", "a {\n b {\n c", "a { b { c } }", "There are 2 missing '}'s or extra '{'s"],
] as const) {
  void test(title, () => assert.deepEqual(parse(text), { tree, messages: [message] }));
}

void test("a block knows its braces", () => {
  const report = new Reporter(new Findings());
  const [closed, open] = parseTree(
    readTokens({ path: "a.conf", text: "a { }\nb {" }, { configId: "" }, report),
    report,
  );
  assert.deepEqual([closed?.block?.open.start, closed?.block?.close?.start], [2, 4]);
  assert.deepEqual([open?.block?.open.start, open?.block?.close], [8, undefined]);
});
