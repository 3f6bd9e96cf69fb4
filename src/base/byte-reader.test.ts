import assert from "node:assert/strict";
import { test } from "node:test";

import { InvariantError } from "./assert.ts";
import { ByteReader } from "./byte-reader.ts";
import { parseHex } from "./hex.ts";

test("fields are read in order, big end first", () => {
  const reader = new ByteReader(parseHex("01 0203 fffefdfc aabbcc"));
  assert.equal(reader.remaining, 10);
  assert.equal(reader.u8(), 0x01);
  assert.equal(reader.u16(), 0x0203);
  assert.equal(reader.u32(), 0xfffe_fdfc);
  assert.equal(reader.remaining, 3);
  assert.deepEqual(reader.bytes(2), parseHex("aabb"));
  assert.equal(reader.remaining, 1);
});

test("bytes are a view, and no bytes are fine", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const view = new ByteReader(bytes).bytes(3);
  bytes[1] = 9;
  assert.deepEqual(view, Uint8Array.of(1, 9, 3));
  assert.equal(new ByteReader(new Uint8Array()).bytes(0).length, 0);
});

test("a view of a larger buffer is read from its own start", () => {
  assert.equal(new ByteReader(parseHex("00 00 1234 00").subarray(2, 4)).u16(), 0x1234);
});

test("reading past the end is a mistake of the caller", () => {
  assert.throws(() => new ByteReader(new Uint8Array()).u8(), InvariantError);
  assert.throws(() => new ByteReader(new Uint8Array(1)).u16(), InvariantError);
  assert.throws(() => new ByteReader(new Uint8Array(3)).u32(), InvariantError);
  assert.throws(() => new ByteReader(new Uint8Array(3)).bytes(4), InvariantError);
  assert.throws(() => new ByteReader(new Uint8Array(3)).bytes(-1), InvariantError);
});
