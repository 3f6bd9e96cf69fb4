import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { describe, test } from "node:test";

import { printHex } from "./hex.ts";
import { hmacMd5, md5 } from "./md5.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("RFC 1321 §A.5", () => {
  for (const [message, digest] of [
    ["", "d41d8cd98f00b204e9800998ecf8427e"],
    ["a", "0cc175b9c0f1b6a831c399e269772661"],
    ["abc", "900150983cd24fb0d6963f7d28e17f72"],
    ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
    ["abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"],
    ["1234567890".repeat(8), "57edf4a22be3c955ac49da2e2107b67a"],
  ] as const) {
    test(`"${message}"`, () => assert.equal(printHex(md5(text(message))), digest));
  }
});

describe("RFC 2202 §2", () => {
  for (const [number, key, message, digest] of [
    [1, new Uint8Array(16).fill(0x0b), text("Hi There"), "9294727a3638bb1c13f48ef8158bfc9d"],
    [2, text("Jefe"), text("what do ya want for nothing?"), "750c783e6ab0b503eaa86e310a5db738"],
    [3, new Uint8Array(16).fill(0xaa), new Uint8Array(50).fill(0xdd), "56be34521d144c88dbb8c733f0e8b3f6"],
    [
      4,
      Uint8Array.from({ length: 25 }, (_, i) => i + 1),
      new Uint8Array(50).fill(0xcd),
      "697eaf0aca3a3aea3a75164746ffaa79",
    ],
    [5, new Uint8Array(16).fill(0x0c), text("Test With Truncation"), "56461ef2342edc00f9bab995690efd4c"],
    [
      6,
      new Uint8Array(80).fill(0xaa),
      text("Test Using Larger Than Block-Size Key - Hash Key First"),
      "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd",
    ],
    [
      7,
      new Uint8Array(80).fill(0xaa),
      text("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
      "6f630fad67cda0ee1fb1f562db3aa53e",
    ],
  ] as const) {
    test(`case ${number}`, () => assert.equal(printHex(hmacMd5(key, message)), digest));
  }
});

test("every length around the blocks, in one part and in several", () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) & 0xff);
    const expected = createHash("md5").update(bytes).digest("hex");
    assert.equal(printHex(md5(bytes)), expected);
    assert.equal(printHex(md5(bytes.subarray(0, length >> 1), bytes.subarray(length >> 1))), expected);
    assert.equal(printHex(hmacMd5(bytes, bytes)), createHmac("md5", bytes).update(bytes).digest("hex"));
  }
});
