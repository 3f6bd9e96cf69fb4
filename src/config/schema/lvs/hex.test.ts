import assert from "node:assert/strict";
import { test } from "node:test";

import { printHex } from "../../../base/hex.ts";
import { loadConfiguration } from "../../load.ts";
import type { Word } from "../../lexer.ts";
import { parseHexBytes, parseHexPattern, printHexPattern } from "./hex.ts";

function wordsOf(text: string): readonly Word[] {
  const { statements } = loadConfiguration({ path: "a.conf", text: `x ${text}` }, { hostName: "h" });
  return statements[0]?.words ?? [];
}

void test("keepalived.conf(5): white space ends a byte", () => {
  const bytes = parseHexBytes(wordsOf("Ab12f 3 456 546443123"));
  assert.equal(bytes && printHex(bytes), "ab120f0345065464431203");
  const quoted = parseHexBytes(wordsOf('"Ab12f 3" 456'));
  assert.equal(quoted && printHex(quoted), "ab120f034506");
});

void test("x is a digit that does not count, but not in a payload", () => {
  const pattern = parseHexPattern(wordsOf("1x X2 xx x"));
  assert(pattern !== undefined);
  assert.equal(printHex(pattern.bytes), "10020000");
  assert.equal(printHex(pattern.mask), "f00f00f0");
  assert.equal(printHexPattern(pattern), "1xx2xx0x");
  assert.equal(parseHexBytes(wordsOf("1x")), undefined);
});

void test("what is no hexadecimal", () => {
  for (const text of ["", '""', "g", "1g", "0x-1"]) assert.equal(parseHexPattern(wordsOf(text)), undefined, text);
});
