import assert from "node:assert/strict";
import { test } from "node:test";

import { tokenKind, Tokens } from "./tokens.ts";

const first = { path: "a.conf", text: 'a "b c" \\#d {' };
const second = { path: "b.conf", text: '"e f' };

void test("tokens are what they were added as, from every source and beyond the expected number", () => {
  const tokens = new Tokens(1);
  tokens.add(tokenKind.word, first, 0, 1);
  tokens.add(tokenKind.quoted, first, 2, 7);
  tokens.add(tokenKind.unclosed, second, 0, 4);
  tokens.endLine();
  tokens.endLine();
  tokens.add(tokenKind.escaped, first, 8, 11);
  tokens.add(tokenKind.open, first, 12, 13);
  assert.deepEqual(
    [...tokens],
    [
      { source: first, start: 0, end: 1, text: "a", kind: "word" },
      { source: first, start: 2, end: 7, text: "b c", kind: "word" },
      { source: second, start: 0, end: 4, text: "e f", kind: "word" },
      { source: second, start: 4, end: 4, kind: "line-end" },
      { source: first, start: 8, end: 11, text: "#d", kind: "word" },
      { source: first, start: 12, end: 13, kind: "open" },
    ],
  );
});

void test("what is forgotten makes room for others", () => {
  const tokens = new Tokens();
  tokens.add(tokenKind.word, first, 0, 1);
  tokens.add(tokenKind.word, second, 0, 1);
  tokens.truncate(1);
  tokens.add(tokenKind.close, first, 2, 3);
  assert.deepEqual(
    Array.from(tokens, ({ source, kind }) => `${source.path} ${kind}`),
    ["a.conf word", "a.conf close"],
  );
});
