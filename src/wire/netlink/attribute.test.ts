import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { parseHex, printHex } from "../../base/hex.ts";
import { decodeAttributes, encodePayload, readText, readU32, text, u32 } from "./attribute.ts";

const structure = parseHex("0a0b0c");
const bytes = parseHex(`
  0a0b0c 00
  0800 0400 dc050000
  0700 0300 6c6f00 00
`);

test("attributes stand behind the structure, each filled up to four bytes", () => {
  const payload = encodePayload(structure, [[4, u32(1500)], undefined, [3, text("lo")]]);
  assert.equal(printHex(payload), printHex(bytes));
});

test("values are found by their type, without the flags in it", () => {
  const flagged = bytes.slice(4);
  flagged[3] = 0x80;
  for (const attributes of [bytes.subarray(4), flagged]) {
    const decoded = decodeAttributes(attributes);
    assert.ok(decoded.ok);
    assert.equal(readU32(decoded.value.get(4)), 1500);
    assert.equal(readText(decoded.value.get(3)), "lo");
    assert.equal(decoded.value.size, 2);
  }
});

test("the last of several attributes of one type counts, and the filling may be missing at the end", () => {
  const decoded = decodeAttributes(parseHex("0500 0100 01 000000 0500 0100 02"));
  assert.ok(decoded.ok);
  assert.deepEqual(decoded.value.get(1), parseHex("02"));
});

test("an attribute that is cut, or claims less than its header, is truncated", () => {
  for (const each of ["0800", "0800 0400 dc05", "0300 0400"]) {
    assert.deepEqual(decodeAttributes(parseHex(each)), { ok: false, error: "truncated" });
  }
});

test("a value that is absent or too short is undefined, and text may end without a zero", () => {
  assert.equal(readU32(undefined), undefined);
  assert.equal(readU32(parseHex("010203")), undefined);
  assert.equal(readText(undefined), undefined);
  assert.equal(readText(parseHex("6c6f")), "lo");
});

test("no bytes make the decoder throw or run for ever", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (arbitrary) => void decodeAttributes(arbitrary)));
});
