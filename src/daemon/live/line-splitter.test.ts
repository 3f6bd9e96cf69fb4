import assert from "node:assert/strict";
import { test } from "node:test";
import { LineSplitter } from "./line-splitter.ts";

function split(limit: number): { readonly lines: string[]; readonly add: (text: string) => boolean } {
  const lines: string[] = [];
  const splitter = new LineSplitter(limit, (line) => lines.push(line));
  return { lines, add: (text) => splitter.add(Buffer.from(text)) };
}

test("lines come out whole, however they come in", () => {
  const { lines, add } = split(20);
  assert.ok(add("one\ntwo\r\n\nth"));
  assert.ok(add("r"));
  assert.ok(add("ee\nfour"));
  assert.deepEqual(lines, ["one", "two", "three"]);
});

test("a character that comes in two pieces is one", () => {
  const lines: string[] = [];
  const splitter = new LineSplitter(20, (line) => lines.push(line));
  const bytes = Buffer.from("é\n");
  splitter.add(bytes.subarray(0, 1));
  splitter.add(bytes.subarray(1));
  assert.deepEqual(lines, ["é"]);
});

test("at the limit: a line of that many bytes is taken, one more is too long", () => {
  const fits = split(5);
  assert.ok(fits.add("1234\n"));
  assert.deepEqual(fits.lines, ["1234"]);
  const long = split(5);
  assert.ok(long.add("1\n123"));
  assert.ok(!long.add("45\n6\n"));
  assert.ok(!long.add("7\n"));
  assert.deepEqual(long.lines, ["1"]);
  assert.ok(!split(5).add("12345"), "it is known before its end");
});
