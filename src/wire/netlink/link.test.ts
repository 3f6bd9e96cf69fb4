import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { parseHex, printHex } from "../../base/hex.ts";
import { decodeLink, encodeLinkDump } from "./link.ts";

/** eth0, index 3, up, running, multicast, broadcast, MTU 1500. */
const bytes = parseHex(`
  00 00 0100 03000000 43100100 00000000
  0900 0300 6574683000 000000
  0800 0400 dc050000
  0a00 0100 020000000001 0000
`);

test("a link has a name, flags, a hardware address and an MTU", () => {
  assert.deepEqual(decodeLink(bytes), {
    ok: true,
    value: {
      family: 0,
      index: 3,
      flags: 0x1_1043,
      name: "eth0",
      address: parseHex("020000000001"),
      mtu: 1500,
      base: undefined,
      kind: undefined,
    },
  });
});

test("a link without an address or an MTU has none", () => {
  const link = decodeLink(bytes.subarray(0, 28));
  assert.ok(link.ok);
  assert.equal(link.value.address.length, 0);
  assert.equal(link.value.mtu, 0);
});

test("what is too short or has no name is no link", () => {
  assert.deepEqual(decodeLink(bytes.subarray(0, 15)), { ok: false, error: "truncated" });
  assert.deepEqual(decodeLink(bytes.subarray(0, 18)), { ok: false, error: "truncated" });
  assert.deepEqual(decodeLink(bytes.subarray(0, 16)), { ok: false, error: "no-name" });
});

test("the dump asks for links without their counters", () => {
  assert.equal(printHex(encodeLinkDump()), `${"00".repeat(16)}08001d0008000000`);
});

test("no bytes make the decoder throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (arbitrary) => void decodeLink(arbitrary)));
});
