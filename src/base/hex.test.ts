import assert from "node:assert/strict";
import { test } from "node:test";

import { InvariantError } from "./assert.ts";
import { parseHex, printHex } from "./hex.ts";

test("hexadecimal text and bytes, both ways", () => {
  assert.deepEqual(parseHex("21 33\n00 fF"), Uint8Array.of(0x21, 0x33, 0x00, 0xff));
  assert.equal(printHex(Uint8Array.of(0x21, 0x33, 0x00, 0xff)), "213300ff");
  assert.deepEqual(parseHex(""), new Uint8Array());
  assert.equal(printHex(new Uint8Array()), "");
});

test("half a byte and other letters are a mistake of the caller", () => {
  assert.throws(() => parseHex("123"), InvariantError);
  assert.throws(() => parseHex("0g"), InvariantError);
});
