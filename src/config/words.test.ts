import assert from "node:assert/strict";
import { test } from "node:test";

import { splitWords } from "./words.ts";

const cases: readonly (readonly [title: string, text: string, words: readonly string[]])[] = [
  ["white space splits", "  /bin/x  a\tb ", ["/bin/x", "a", "b"]],
  ["nothing", "  ", []],
  ["both kinds of quotes group", "a \"b c\" 'd e'", ["a", "b c", "d e"]],
  ["one kind keeps the other", `"it's" 'a"b'`, ["it's", 'a"b']],
  ["parts join", `a"b c"d'e f'`, ["ab cde f"]],
  ["empty words", `"" ''`, ["", ""]],
  ["escaped quotes and blanks", String.raw`\"a\ b\'`, [`"a b'`]],
  ["named escapes", String.raw`\a\b\E\f\n\r\t\v`, ["\u0007\b\u001b\f\n\r\t\v"]],
  ["octal, up to three digits", String.raw`\1011 \60 \0x`, ["A1", "0", "\0x"]],
  ["hex, up to two digits", String.raw`\x41 \x4g \xg`, ["A", "\u0004g", "xg"]],
  ["control characters", String.raw`\cA \c[`, ["\u0001", "\u001b"]],
  ["other escapes", String.raw`\\ \q`, ["\\", "q"]],
  ["a backslash at the end", "a\\", ["a\\"]],
];

for (const [title, text, words] of cases) {
  void test(title, () => assert.deepEqual(splitWords(text), { words, unclosed: false }));
}

void test("an unclosed quote takes the rest", () => {
  assert.deepEqual(splitWords("a 'b c"), { words: ["a", "b c"], unclosed: true });
});
