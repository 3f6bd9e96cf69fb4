import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { decodeFamily, decodeGeneric, encodeGetFamily } from "./generic.ts";

test("a family is asked for by its name", () => {
  assert.equal(printHex(encodeGetFamily("IPVS")), "03010000090002004950565300000000");
});

test("the answer has its number", () => {
  const answer = parseHex(`
    01 02 0000
    0900 0200 4950565300 000000
    0600 0100 2300 0000
    0800 0300 01000000
  `);
  assert.deepEqual(decodeFamily(answer), { ok: true, value: 0x23 });
});

test("answers that are cut short, or do not say it", () => {
  assert.deepEqual(decodeFamily(parseHex("0102")), { ok: false, error: "truncated" });
  assert.deepEqual(decodeFamily(parseHex("01020000 0600 01")), { ok: false, error: "truncated" });
  assert.deepEqual(decodeFamily(parseHex("01020000 0500 0100 23 000000")), { ok: false, error: "missing" });
  assert.deepEqual(decodeFamily(parseHex("01020000")), { ok: false, error: "missing" });
  assert.deepEqual(decodeGeneric(new Uint8Array(0)), { ok: false, error: "truncated" });
});
