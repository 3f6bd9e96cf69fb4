import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../base/hex.ts";
import { MacAddress } from "../base/mac-address.ts";
import { decodeEthernet, encodeEthernet, type EthernetFrame, etherType, withoutVlanTag } from "./ethernet.ts";

const bytes = parseHex("01005e000012 00005e000133 0800 4500");
const frame: EthernetFrame = {
  destination: MacAddress.fromBytes(parseHex("01005e000012")),
  source: MacAddress.fromBytes(parseHex("00005e000133")),
  type: etherType.ipv4,
  payload: parseHex("4500"),
};

test("a frame, both ways", () => {
  assert.equal(printHex(encodeEthernet(frame)), printHex(bytes));
  assert.deepEqual(decodeEthernet(bytes), { ok: true, value: frame });
});

test("a header without payload is a frame, less is truncated", () => {
  const result = decodeEthernet(bytes.subarray(0, 14));
  assert.equal(result.ok && result.value.payload.length, 0);
  assert.deepEqual(decodeEthernet(bytes.subarray(0, 13)), { ok: false, error: "truncated" });
});

test("a VLAN tag is taken out, without its priority; what has none, or no room for one, stays as it is", () => {
  const bare = parseHex("ffffffffffff 020000000001 0800 0102");
  const tagged = parseHex("ffffffffffff 020000000001 8100 a00c 0800 0102");
  const provider = parseHex("ffffffffffff 020000000001 88a8 0fff 0800 0102");
  assert.deepEqual(withoutVlanTag(tagged), { frame: bare, vlan: 12 });
  assert.deepEqual(withoutVlanTag(provider), { frame: bare, vlan: 4095 });
  assert.equal(withoutVlanTag(bare).frame, bare);
  assert.deepEqual(withoutVlanTag(tagged.subarray(0, 15)), { frame: tagged.subarray(0, 15), vlan: undefined });
});
