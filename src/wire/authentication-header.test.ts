import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { parseHex, printHex } from "../base/hex.ts";
import { IpAddress } from "../base/ip-address.ts";
import {
  type AuthenticatedMessage,
  behindAuthenticationHeader,
  decodeAuthenticated,
  encodeAuthenticated,
} from "./authentication-header.ts";

// Packets that C Keepalived 2.2.7 sent with the password "secret".
const key = parseHex("7365637265740000");
const source = IpAddress.of("192.0.2.1");

const multicast: AuthenticatedMessage = {
  path: { source, destination: IpAddress.of("224.0.0.18") },
  identification: 1,
  timeToLive: 255,
  sequence: 1,
  message: parseHex("2133640102 01b665 c0000264 0000000000000000"),
};
const multicastBytes = parseHex(`
  45c0 0040 0001 0000 ff33 18b6 c000 0201 e000 0012 7004 0000 c000 0201 0000 0001
  e9d3 3f49 70c1 9608 6738 71fc 2133 6401 0201 b665 c000 0264 0000 0000 0000 0000`);

const unicast: AuthenticatedMessage = {
  path: { source, destination: IpAddress.of("192.0.2.2") },
  identification: 3,
  timeToLive: 255,
  sequence: 3,
  message: parseHex("2134640102 01b663 c0000265 0000000000000000"),
};
const unicastBytes = parseHex(`
  45c0 0040 0003 0000 ff33 36c4 c000 0201 c000 0202 7004 0000 c000 0201 0000 0003
  e02d 218b 4aa6 117a 5a17 ff3b 2134 6401 0201 b663 c000 0265 0000 0000 0000 0000`);

describe("H10 H11: as C Keepalived sends it, both ways", () => {
  for (const [name, value, bytes] of [
    ["multicast", multicast, multicastBytes],
    ["unicast", unicast, unicastBytes],
  ] as const) {
    test(name, () => {
      assert.equal(printHex(encodeAuthenticated(value, key)), printHex(bytes));
      const { sequence, message } = value;
      const result = decodeAuthenticated(bytes.subarray(0, 20), bytes.subarray(20), key);
      assert.deepEqual(result, { ok: true, value: { sequence, message } });
    });
  }
});

function decodeWith(bytes: Uint8Array, offset: number, value: number, secret = key): string {
  const changed = bytes.slice();
  changed[offset] = value;
  const result = decodeAuthenticated(changed.subarray(0, 20), changed.subarray(20), secret);
  return result.ok ? "accepted" : result.error;
}

test("H11: routers may change ToS, fragmentation, the header checksum, and of unicast the time to live", () => {
  for (const offset of [1, 6, 7, 10, 11]) assert.equal(decodeWith(multicastBytes, offset, 0x5a), "accepted");
  assert.equal(decodeWith(unicastBytes, 8, 17), "accepted");
  assert.equal(decodeWith(multicastBytes, 8, 254), "digest");
});

test("H08: every other byte is protected, and another key opens nothing", () => {
  const free = new Set([1, 6, 7, 10, 11]);
  for (const [offset, byte] of multicastBytes.entries()) {
    if (free.has(offset)) continue;
    assert.notEqual(decodeWith(multicastBytes, offset, byte ^ 1), "accepted", `byte ${offset}`);
  }
  assert.equal(decodeWith(multicastBytes, 0, 0x45, parseHex("7365637265740001")), "digest");
});

describe("malformed", () => {
  test("H10: the index is not the source address, another next header, another length", () => {
    assert.equal(decodeWith(multicastBytes, 24, 0xc1), "malformed");
    assert.equal(decodeWith(multicastBytes, 20, 17), "malformed");
    assert.equal(decodeWith(multicastBytes, 21, 5), "malformed");
  });

  test("too short, or with options in the IPv4 header", () => {
    for (let length = 0; length < 24; length += 1) {
      const result = decodeAuthenticated(multicastBytes.subarray(0, 20), multicastBytes.subarray(20, 20 + length), key);
      assert.deepEqual(result, { ok: false, error: "malformed" });
    }
    const options = new Uint8Array(24);
    options.set(multicastBytes.subarray(0, 20));
    assert.deepEqual(decodeAuthenticated(options, multicastBytes.subarray(20), key), { ok: false, error: "malformed" });
  });
});

test("what is behind a header can be looked at without its key", () => {
  const payload = new Uint8Array(30);
  payload.set([112, 4]);
  payload[24] = 0x21;
  assert.deepEqual(behindAuthenticationHeader(payload), payload.subarray(24));
  assert.equal(behindAuthenticationHeader(payload.subarray(0, 24)), undefined);
  assert.equal(behindAuthenticationHeader(new Uint8Array()), undefined);
  payload[0] = 6;
  assert.equal(behindAuthenticationHeader(payload), undefined);
});
