import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { parseHex, printHex } from "../../base/hex.ts";
import { decodeError, decodeMessages, messageLength, type NetlinkMessage, writeMessage } from "./message.ts";

/** Lengths 20 and 19: the second is filled up with one byte. */
const bytes = parseHex(`
  14000000 1400 0506 01000000 00000000 aabbccdd
  13000000 0200 0000 ffffff7f 00000000 010203 00
`);
const messages: readonly NetlinkMessage[] = [
  { type: 20, flags: 0x605, sequence: 1, payload: parseHex("aabbccdd") },
  { type: 2, flags: 0, sequence: 0x7fff_ffff, payload: parseHex("010203") },
];

test("two messages are written one behind the other", () => {
  const written = new Uint8Array(bytes.length).fill(0xee);
  const end = messages.reduce((offset, message) => writeMessage(written, offset, message), 0);
  assert.equal(end, bytes.length);
  assert.equal(
    messages.reduce((sum, { payload }) => sum + messageLength(payload), 0),
    bytes.length,
  );
  assert.equal(printHex(written), printHex(bytes));
});

test("and are read again", () => {
  assert.deepEqual(decodeMessages(bytes), { ok: true, value: messages });
  assert.deepEqual(decodeMessages(new Uint8Array(0)), { ok: true, value: [] });
});

test("the filling may be missing at the end", () => {
  assert.deepEqual(decodeMessages(bytes.subarray(0, -1)), { ok: true, value: messages });
});

test("a message that is cut, or claims less than its header, is truncated", () => {
  for (const length of [1, 15, 19, 21, 35, 38]) {
    assert.deepEqual(decodeMessages(bytes.subarray(0, length)), { ok: false, error: "truncated" });
  }
  const short = bytes.slice();
  short[0] = 15;
  assert.deepEqual(decodeMessages(short), { ok: false, error: "truncated" });
});

test("an error message holds a negative errno, and an acknowledgement zero", () => {
  assert.deepEqual(decodeError(parseHex("edffffff")), { ok: true, value: 19 });
  assert.deepEqual(decodeError(parseHex("00000000 ffff")), { ok: true, value: 0 });
  assert.deepEqual(decodeError(parseHex("000000")), { ok: false, error: "truncated" });
});

test("no bytes make the decoder throw or run for ever", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (arbitrary) => {
      decodeMessages(arbitrary);
      decodeError(arbitrary);
    }),
  );
});
