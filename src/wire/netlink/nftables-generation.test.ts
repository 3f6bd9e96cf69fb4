import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex } from "../../base/hex.ts";
import { decodeGeneration, nextGeneration } from "./nftables-generation.ts";

test("the generation of an answer: its number is in network order", () => {
  // Linux 6.18, with the number and the name of the process that asks.
  const answer = "00000102080001000000010208000200000012c2080003006e667400";
  assert.equal(decodeGeneration(parseHex(answer)), 258);
  assert.equal(decodeGeneration(parseHex("00000102")), undefined);
  assert.equal(decodeGeneration(parseHex("0000010206000100ffff0000")), undefined);
});

test("numbers begin again after 32 bits", () => {
  assert.equal(nextGeneration(7), 8);
  assert.equal(nextGeneration(0xffff_ffff), 0);
});
