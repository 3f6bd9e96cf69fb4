import assert from "node:assert/strict";
import { test } from "node:test";

import { InvariantError } from "./assert.ts";
import { MacAddress } from "./mac-address.ts";

test("text and bytes, both ways", () => {
  const mac = MacAddress.parse("00:00:5E:00:01:33");
  assert.deepEqual(mac?.bytes, Uint8Array.of(0, 0, 0x5e, 0, 1, 0x33));
  assert.equal(mac?.toString(), "00:00:5e:00:01:33");
  assert.equal(JSON.stringify({ mac }), '{"mac":"00:00:5e:00:01:33"}');
  assert.equal(MacAddress.broadcast.toString(), "ff:ff:ff:ff:ff:ff");
});

test("anything else is not an address", () => {
  const texts = [
    "",
    "00:00:5e:00:01",
    "00:00:5e:00:01:33:44",
    "0:0:5e:0:1:33",
    "00-00-5e-00-01-33",
    "00:00:5e:00:01:3g",
  ];
  for (const text of [...texts, " 00:00:5e:00:01:33", "00:00:5e:00:01:33\n"]) {
    assert.equal(MacAddress.parse(text), undefined, JSON.stringify(text));
  }
});

test("the bytes are copied, also from a Node.js Buffer, whose slices are views", () => {
  for (const bytes of [Uint8Array.of(1, 2, 3, 4, 5, 6), Buffer.of(1, 2, 3, 4, 5, 6)]) {
    const mac = MacAddress.fromBytes(bytes);
    bytes[0] = 0xee;
    assert.equal(mac.toString(), "01:02:03:04:05:06");
    assert.equal(Object.getPrototypeOf(mac.bytes), Uint8Array.prototype);
  }
});

test("five or seven bytes are a mistake of the caller", () => {
  assert.throws(() => MacAddress.fromBytes(new Uint8Array(5)), InvariantError);
  assert.throws(() => MacAddress.fromBytes(new Uint8Array(7)), InvariantError);
});

test("equal when every byte is", () => {
  const mac = MacAddress.fromBytes(Uint8Array.of(1, 2, 3, 4, 5, 6));
  assert.ok(mac.equals(MacAddress.fromBytes(Uint8Array.of(1, 2, 3, 4, 5, 6))));
  assert.ok(!mac.equals(MacAddress.fromBytes(Uint8Array.of(1, 2, 3, 4, 5, 7))));
});
