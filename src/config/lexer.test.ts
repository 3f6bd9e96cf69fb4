import assert from "node:assert/strict";
import { test } from "node:test";

import { maximumLineLength, tokenize } from "./lexer.ts";
import { Findings, Reporter } from "./reporter.ts";

/** Tokens as text: words in angle brackets, `;` for the end of a line. */
function lex(text: string): { readonly tokens: string; readonly codes: readonly string[] } {
  const findings = new Findings();
  const tokens = tokenize({ path: "a.conf", text }, new Reporter(findings));
  const printed = tokens.map((token) => {
    if (token.kind === "word") return `<${token.text}>`;
    return { open: "{", close: "}", "line-end": ";" }[token.kind];
  });
  return { tokens: printed.join(""), codes: findings.sorted().map((finding) => finding.code) };
}

const cases: readonly (readonly [title: string, text: string, tokens: string])[] = [
  ["words and lines", "a  b\t c\n\n d", "<a><b><c>;<d>;"],
  ["braces need no space around them", "a{b}c", "<a>{<b>}<c>;"],
  ["comments", "a # b\n! c\nd!e\n#", "<a>;<d>;"],
  ["escaped comment signs", "a\\#b \\! c", "<a#b><!><c>;"],
  ["quotes keep white space, braces and comment signs", 'a "b {c} # d" e', "<a><b {c} # d><e>;"],
  ["quotes inside a word", 'a"b c"d', "<ab cd>;"],
  ["an empty word", 'a ""', "<a><>;"],
  ["escaped quotes", 'a "b \\"c\\" d"', '<a><b "c" d>;'],
  ["single quotes are letters here", "a 'b c'", "<a><'b><c'>;"],
  ["carriage returns are blanks", "a {\r\n}\r\n", "<a>{;};"],
  ["other backslashes stay", "a \\n b\\", "<a><\\n><b\\>;"],
];

for (const [title, text, tokens] of cases) {
  void test(title, () => assert.deepEqual(lex(text), { tokens, codes: [] }));
}

void test("an unclosed quote goes to the end of its line", () => {
  assert.deepEqual(lex('a "b c  \nd'), { tokens: "<a><b c>;<d>;", codes: ["unclosed-quote"] });
});

void test("a line with a null character is left out, and only that line", () => {
  assert.deepEqual(lex("a\nb\0 {\nc\nd\0"), { tokens: "<a>;<c>;", codes: ["null-character", "null-character"] });
});

void test("a line is read up to the bound and left out beyond it", () => {
  const longest = "a".repeat(maximumLineLength);
  assert.deepEqual(lex(`${longest}\nb`), { tokens: `<${longest}>;<b>;`, codes: [] });
  assert.deepEqual(lex(`${longest}a\nb`), { tokens: "<b>;", codes: ["long-line"] });
  assert.deepEqual(lex(`a # ${longest}\nb`), { tokens: "<a>;<b>;", codes: [] });
});

void test("a word knows its place", () => {
  const source = { path: "a.conf", text: 'a  "b c" d' };
  const [, word] = tokenize(source, new Reporter(new Findings()));
  assert.deepEqual(word, { source, start: 3, end: 8, kind: "word", text: "b c" });
});
