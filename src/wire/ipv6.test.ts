import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex } from "../base/hex.ts";
import { IpAddress } from "../base/ip-address.ts";
import { decodeIpv6 } from "./ipv6.ts";

const addresses = "fe800000000000000000000000000001 ff020000000000000000000000000012";
const bytes = parseHex(`6c000000 0003 70 ff ${addresses} 010203 0000`);

test("an IPv6 packet: padding is left out", () => {
  assert.deepEqual(decodeIpv6(bytes), {
    ok: true,
    value: {
      source: IpAddress.of("fe80::1"),
      destination: IpAddress.of("ff02::12"),
      hopLimit: 255,
      nextHeader: 112,
      payload: Uint8Array.of(1, 2, 3),
    },
  });
});

test("errors: truncated, version, payload length", () => {
  for (let length = 0; length < 40; length += 1) {
    assert.deepEqual(decodeIpv6(bytes.subarray(0, length)), { ok: false, error: "truncated" });
  }
  const other = bytes.slice();
  other[0] = 0x45;
  assert.deepEqual(decodeIpv6(other), { ok: false, error: "version" });
  assert.deepEqual(decodeIpv6(bytes.subarray(0, 42)), { ok: false, error: "payload-length" });
});
