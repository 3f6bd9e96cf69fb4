import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { internetChecksum } from "../base/checksum.ts";
import { parseHex, printHex } from "../base/hex.ts";
import { milliseconds, seconds } from "../base/time.ts";
import { type CarpAdvert, carpInterval, decodeCarp, encodeCarp, looksLikeCarp } from "./carp.ts";

const digest = "000102030405060708090a0b0c0d0e0f10111213";
const bytes = parseHex(`21 07 64 07 02 01 1aa3 00000000000003e9 ${digest}`);
const advert: CarpAdvert = {
  vhid: 7,
  advskew: 100,
  demotion: 2,
  advbase: 1,
  counter: parseHex("00000000000003e9"),
  digest: parseHex(digest),
};

test("R32: an advert of CARP, both ways", () => {
  assert.equal(bytes.length, 36);
  assert.equal(printHex(encodeCarp(advert)), printHex(bytes));
  assert.deepEqual(decodeCarp(bytes), { ok: true, value: advert });
  assert.ok(looksLikeCarp(bytes));
});

test("the interval is advbase and a part of a second", () => {
  assert.equal(carpInterval({ advbase: 1, advskew: 0 }), seconds(1));
  assert.equal(carpInterval({ advbase: 2, advskew: 128 }), milliseconds(2500));
});

test("VRRP is not CARP: version 2 with five addresses is as long, with seven it has the count", () => {
  const five = new Uint8Array(36);
  five.set([0x21, 7, 100, 5]);
  const seven = new Uint8Array(44);
  seven.set([0x21, 7, 100, 7]);
  const version3 = new Uint8Array(36);
  version3.set([0x31, 7, 100, 7]);
  for (const vrrp of [five, seven, version3]) assert.ok(!looksLikeCarp(vrrp));
});

/** What becomes of the message with one byte changed, and its checksum made right. */
function errorWith(offset: number, value: number): unknown {
  const changed = bytes.slice();
  changed[offset] = value;
  changed.fill(0, 6, 8);
  const checksum = internetChecksum(changed);
  changed.set([checksum >> 8, checksum & 0xff], 6);
  const result = decodeCarp(changed);
  return result.ok ? undefined : result.error;
}

describe("errors", () => {
  test("truncated", () => {
    for (let length = 0; length < bytes.length; length += 1) {
      assert.deepEqual(decodeCarp(bytes.subarray(0, length)), { ok: false, error: "truncated" });
    }
  });

  test("version", () => {
    assert.equal(errorWith(0, 0x31), "version");
  });

  test("type", () => {
    assert.equal(errorWith(0, 0x22), "type");
  });

  test("length", () => {
    assert.equal(errorWith(3, 5), "length");
    assert.deepEqual(decodeCarp(Uint8Array.of(...bytes, 0)), { ok: false, error: "length" });
  });

  test("checksum", () => {
    const changed = bytes.slice();
    changed[20] = 1;
    assert.deepEqual(decodeCarp(changed), { ok: false, error: "checksum" });
  });
});
