import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { InvariantError } from "../base/assert.ts";
import { parseHex, printHex } from "../base/hex.ts";
import { IpAddress } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import { type ArpFrame, decodeArpFrame, encodeArpFrame, encodeGratuitousArp } from "./arp.ts";
import { virtualMac } from "./virtual-mac.ts";

const address = IpAddress.of("192.0.2.100");
const mac = virtualMac("ipv4", 51);

const v12 = parseHex("ffffffffffff 00005e000133 0806 0001080006040001 00005e000133 c0000264 00005e000133 c0000264");
const v12Frame: ArpFrame = {
  destination: MacAddress.broadcast,
  source: mac,
  operation: "request",
  senderMac: mac,
  senderAddress: address,
  targetMac: mac,
  targetAddress: address,
};

test("V12 N02 N03: a gratuitous ARP, both ways", () => {
  assert.equal(v12.length, 42);
  assert.equal(printHex(encodeGratuitousArp({ sender: mac, address, target: mac })), printHex(v12));
  assert.deepEqual(decodeArpFrame(v12), { ok: true, value: v12Frame });
});

test("N04: the target MAC is the caller's choice and changes nothing else", () => {
  const frame = encodeGratuitousArp({ sender: mac, address, target: MacAddress.broadcast });
  const expected = v12.slice();
  expected.fill(0xff, 32, 38);
  assert.equal(printHex(frame), printHex(expected));
});

test("a reply between four different ends, both ways", () => {
  const frame: ArpFrame = {
    destination: MacAddress.fromBytes(parseHex("020000000001")),
    source: MacAddress.fromBytes(parseHex("020000000002")),
    operation: "reply",
    senderMac: MacAddress.fromBytes(parseHex("020000000003")),
    senderAddress: IpAddress.of("10.0.0.1"),
    targetMac: MacAddress.fromBytes(parseHex("020000000004")),
    targetAddress: IpAddress.of("10.0.0.2"),
  };
  const bytes = parseHex("020000000001 020000000002 0806 0001080006040002 020000000003 0a000001 020000000004 0a000002");
  assert.equal(printHex(encodeArpFrame(frame)), printHex(bytes));
  assert.deepEqual(decodeArpFrame(bytes), { ok: true, value: frame });
});

test("padding up to the shortest frame is ignored", () => {
  const padded = new Uint8Array(60).fill(0xa5);
  padded.set(v12);
  assert.deepEqual(decodeArpFrame(padded), { ok: true, value: v12Frame });
});

test("what is decoded does not change with the buffer it came in", () => {
  const buffer = Buffer.from(v12);
  const result = decodeArpFrame(buffer);
  buffer.fill(0);
  assert.deepEqual(result, { ok: true, value: v12Frame });
});

/** What becomes of V12 with one byte changed. */
function decodedWith(offset: number, value: number): unknown {
  const bytes = v12.slice();
  bytes[offset] = value;
  return decodeArpFrame(bytes);
}

describe("errors", () => {
  test("truncated", () => {
    for (let length = 0; length < v12.length; length += 1) {
      assert.deepEqual(decodeArpFrame(v12.subarray(0, length)), { ok: false, error: "truncated" });
    }
  });

  test("ether-type: another protocol, or a VLAN tag", () => {
    assert.deepEqual(decodedWith(13, 0x00), { ok: false, error: "ether-type" });
    assert.deepEqual(decodedWith(12, 0x81), { ok: false, error: "ether-type" });
  });

  test("hardware", () => {
    assert.deepEqual(decodedWith(15, 6), { ok: false, error: "hardware" });
    assert.deepEqual(decodedWith(18, 8), { ok: false, error: "hardware" });
  });

  test("protocol", () => {
    assert.deepEqual(decodedWith(16, 0x86), { ok: false, error: "protocol" });
    assert.deepEqual(decodedWith(19, 16), { ok: false, error: "protocol" });
  });

  test("operation", () => {
    for (const operation of [0, 3, 255])
      assert.deepEqual(decodedWith(21, operation), { ok: false, error: "operation" });
    assert.deepEqual(decodedWith(20, 1), { ok: false, error: "operation" });
  });
});

test("an IPv6 address is a mistake of the caller", () => {
  assert.throws(() => encodeGratuitousArp({ sender: mac, address: IpAddress.of("::1"), target: mac }), InvariantError);
});
