import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { parseHex, printHex } from "../base/hex.ts";
import { IpAddress } from "../base/ip-address.ts";
import { decodeIpv4, ipProtocol, ipv4PseudoHeader, ipv6PseudoHeader, type Path, pseudoHeader } from "./ip.ts";

const message = "3133640100640572c0000264";
const packet = parseHex(`45c0 0020 0001 0000 ff70 d881 c0000201 e0000012 ${message}`);
const path: Path = { source: IpAddress.of("192.0.2.1"), destination: IpAddress.of("224.0.0.18") };
const path6: Path = { source: IpAddress.of("fe80::1"), destination: IpAddress.of("ff02::12") };

/** A copy in which one byte is another. */
function altered(offset: number, value: number): Uint8Array {
  const bytes = packet.slice();
  bytes[offset] = value;
  return bytes;
}

test("A01 A03 A04: a packet as a raw socket delivers it", () => {
  assert.deepEqual(decodeIpv4(packet), {
    ok: true,
    value: { ...path, ttl: 255, protocol: ipProtocol.vrrp, totalLength: 32, payload: parseHex(message) },
  });
});

test("R27: options of every length are skipped", () => {
  for (let words = 6; words <= 15; words += 1) {
    const options = new Uint8Array((words - 5) * 4).fill(1);
    const bytes = Uint8Array.of(...packet.subarray(0, 20), ...options, ...packet.subarray(20));
    bytes[0] = 0x40 | words;
    bytes[3] = bytes.length;
    const result = decodeIpv4(bytes);
    assert.equal(result.ok && printHex(result.value.payload), message);
    assert.ok(result.ok && result.value.destination.equals(path.destination));
  }
});

test("R28: what is behind the total length is no payload", () => {
  const padded = new Uint8Array(46).fill(0xa5);
  padded.set(packet);
  const result = decodeIpv4(padded);
  assert.equal(result.ok && printHex(result.value.payload), message);
});

test("a header alone has an empty payload", () => {
  const result = decodeIpv4(altered(3, 20));
  assert.equal(result.ok && result.value.payload.length, 0);
});

describe("errors", () => {
  test("truncated", () => {
    for (let length = 0; length < 20; length += 1) {
      assert.deepEqual(decodeIpv4(packet.subarray(0, length)), { ok: false, error: "truncated" });
    }
  });

  test("version", () => {
    assert.deepEqual(decodeIpv4(altered(0, 0x65)), { ok: false, error: "version" });
  });

  test("R27 header-length: below 5 words, or more than there is", () => {
    for (let words = 0; words < 5; words += 1) {
      assert.deepEqual(decodeIpv4(altered(0, 0x40 | words)), { ok: false, error: "header-length" });
    }
    assert.deepEqual(decodeIpv4(altered(0, 0x49)), { ok: false, error: "header-length" });
  });

  test("R28 total-length: more than there is, or less than the header", () => {
    assert.deepEqual(decodeIpv4(altered(3, 33)), { ok: false, error: "total-length" });
    assert.deepEqual(decodeIpv4(altered(2, 1)), { ok: false, error: "total-length" });
    assert.deepEqual(decodeIpv4(altered(3, 19)), { ok: false, error: "total-length" });
  });
});

test("pseudo-headers", () => {
  assert.equal(printHex(ipv4PseudoHeader(path, 112, 0x0123)), "c0000201e000001200700123");
  assert.equal(
    printHex(ipv6PseudoHeader(path6, 58, 0x1_0203)),
    "fe800000000000000000000000000001ff020000000000000000000000000012000102030000003a",
  );
  assert.deepEqual(pseudoHeader(path, 112, 12), ipv4PseudoHeader(path, 112, 12));
  assert.deepEqual(pseudoHeader(path6, 112, 40), ipv6PseudoHeader(path6, 112, 40));
});
