import assert from "node:assert/strict";
import { test } from "node:test";

import { InvariantError } from "./assert.ts";
import { internetChecksum } from "./checksum.ts";
import { parseHex } from "./hex.ts";

test("RFC 1071 §3: the example adds up to ddf2", () => {
  assert.equal(internetChecksum(parseHex("0001 f203 f4f5 f6f7")), 0xffff - 0xddf2);
});

test("of nothing it is the complement of zero", () => {
  assert.equal(internetChecksum(), 0xffff);
  assert.equal(internetChecksum(new Uint8Array(), new Uint8Array(7)), 0xffff);
});

test("over bytes that hold their own checksum it is zero", () => {
  assert.equal(internetChecksum(parseHex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7")), 0);
});

test("parts count as one run of bytes", () => {
  const bytes = parseHex("0001 f203 f4f5 f6f7 80");
  assert.equal(
    internetChecksum(bytes.subarray(0, 2), bytes.subarray(2, 8), bytes.subarray(8)),
    internetChecksum(bytes),
  );
});

test("C11: an odd last byte is the high half of a word", () => {
  assert.equal(internetChecksum(parseHex("1234 ab")), internetChecksum(parseHex("1234 ab00")));
  assert.notEqual(internetChecksum(parseHex("1234 ab")), internetChecksum(parseHex("1234 00ab")));
});

test("an odd part that is not the last is a mistake of the caller", () => {
  assert.throws(() => internetChecksum(Uint8Array.of(1), Uint8Array.of(2)), InvariantError);
});

test("carries of the longest packet fold to the end", () => {
  assert.equal(internetChecksum(new Uint8Array(65_536).fill(0xff)), 0);
  assert.equal(internetChecksum(new Uint8Array(65_536).fill(0xff), Uint8Array.of(0, 1)), 0xfffe);
});
