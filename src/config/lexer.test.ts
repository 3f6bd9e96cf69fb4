import assert from "node:assert/strict";
import { test } from "node:test";

import { contentEnd, tokenizeLine, tokenizePart } from "./lexer.ts";
import { Findings, Reporter } from "./reporter.ts";
import type { Span } from "./source.ts";
import { Tokens } from "./tokens.ts";

function whole(text: string): Span {
  return { source: { path: "a.conf", text }, start: 0, end: text.length };
}

/** Tokens as text, words in angle brackets; codes of findings; and the rest of the line. */
function lex(text: string, isPlain = false): readonly [tokens: string, codes: string, rest: string] {
  const findings = new Findings();
  const tokens = new Tokens();
  const report = new Reporter(findings);
  const line = whole(text);
  const end = isPlain ? tokenizeLine(line.source, 0, line.end, tokens, report) : tokenizePart(line, tokens, report);
  const printed = Array.from(tokens, (token) => {
    if (token.kind === "word") return `<${token.text}>`;
    return { open: "{", close: "}", "line-end": ";" }[token.kind];
  });
  const codes = findings.sorted().map(({ code }) => code);
  return [printed.join(""), codes.join(" "), text.slice(end ?? text.length)];
}

const cases: readonly (readonly [title: string, text: string, tokens: string])[] = [
  ["words", "a  b\t c ", "<a><b><c>"],
  ["escaped comment signs", "a\\#b \\! c", "<a#b><!><c>"],
  ["quotes keep white space, braces and comment signs", 'a "b {c} # d" e', "<a><b {c} # d><e>"],
  ["what is between quotes is a word of its own", 'a"b c"d', "<a><b c><d>"],
  ["an empty word", 'a ""', "<a><>"],
  ["nothing is escaped between quotes", 'a "b\\\\c \\#d"', "<a><b\\\\c \\#d>"],
  ["single quotes are letters here", "a 'b c'", "<a><'b><c'>"],
  ["carriage returns are blanks", "a b\r", "<a><b>"],
  ["comment signs are characters where comments have been removed", "a#b !c", "<a#b><!c>"],
  ["other backslashes stay", "a \\n b\\", "<a><\\n><b\\>"],
];

for (const [title, text, tokens] of cases) {
  void test(title, () => assert.deepEqual(lex(text), [tokens, "", ""]));
}

void test("a plain line ends at its comment, which begins anywhere outside quotes", () => {
  assert.deepEqual(lex("a{b}c # d", true), ["<a>{<b>}<c>", "", "# d"]);
  assert.deepEqual(lex("a!b", true), ["<a>", "", "!b"]);
  assert.deepEqual(lex('a "b # c" !', true), ["<a><b # c>", "", "!"]);
  assert.deepEqual(lex("#", true), ["", "", "#"]);
});

void test("an unclosed quote goes to the end of its line", () => {
  assert.deepEqual(lex('a "b # c  '), ["<a><b # c>", "unclosed-quote", ""]);
  assert.deepEqual(lex('a "b\\"c"'), ["<a><b\\><c><>", "unclosed-quote", ""]);
});

void test("a part ends behind its first brace", () => {
  assert.deepEqual(lex("a { b }"), ["<a>{", "", " b }"]);
  assert.deepEqual(lex("} b"), ["}", "", " b"]);
});

void test("a word knows its place", () => {
  const line = whole('a  "b c" d');
  const tokens = new Tokens();
  tokenizePart(line, tokens, new Reporter(new Findings()));
  assert.deepEqual([...tokens][1], { source: line.source, start: 3, end: 8, kind: "word", text: "b c" });
});

void test("the content of a line ends before its comment and the blanks before that", () => {
  for (const [content, rest] of [
    ["a b", "  # c"],
    ['a "# b"', " ! c"],
    ["a\\#b", "#c"],
    ["a\\ b", " "],
    ['a "b # c', " "],
    ['a "b \\" # c"', " # d"],
    ['a \\"', " # b"],
    ["a\\\\", "# b"],
    ["a \\", " # b"],
    ["a \\", ""],
    ["", "  # c"],
  ] as const) {
    assert.equal(contentEnd(whole(content + rest)), content.length, content + rest);
  }
});
