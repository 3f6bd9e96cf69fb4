import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { assert as holds, property, uint8Array } from "fast-check";

import { parseHex } from "../base/hex.ts";
import { IpAddress } from "../base/ip-address.ts";
import { seconds } from "../base/time.ts";
import { decodeHsrp, type HsrpMessage } from "./hsrp.ts";

/** RFC 2281 §5.1: hello of an active router with the usual times and the usual password. */
const version1 = parseHex("00 00 10 03 0a 6e 07 00 636973636f000000 c000020a");
const hello1: HsrpMessage = {
  version: 1,
  operation: "hello",
  state: "active",
  group: 7,
  priority: 110,
  helloTime: seconds(3),
  holdTime: seconds(10),
  address: IpAddress.of("192.0.2.10"),
  authentication: "password",
};
const state2 = "02 00 05 04 012c 0200000000aa 00000064 00000bb8 00002710 c000020b 000000000000000000000000";
const version2 = parseHex(`01 28 ${state2}`);
const hello2: HsrpMessage = {
  ...hello1,
  version: 2,
  state: "standby",
  group: 300,
  priority: 100,
  address: IpAddress.of("192.0.2.11"),
  authentication: "none",
};

test("a hello of version 1; its password stays unsaid", () => {
  assert.deepEqual(decodeHsrp(version1), { ok: true, value: hello1 });
});

test("version 1 with MD5", () => {
  const bytes = Uint8Array.of(...version1, 4, 28, ...new Uint8Array(28));
  assert.deepEqual(decodeHsrp(bytes), { ok: true, value: { ...hello1, authentication: "md5" } });
});

const expected = (authentication: HsrpMessage["authentication"]): unknown => ({
  ok: true,
  value: { ...hello2, authentication },
});

test("a hello of version 2, alone, with a password, with MD5 and with an unknown record", () => {
  assert.deepEqual(decodeHsrp(version2), expected("none"));
  assert.deepEqual(decodeHsrp(Uint8Array.of(...version2, 3, 8, ...new Uint8Array(8))), expected("password"));
  assert.deepEqual(decodeHsrp(Uint8Array.of(...version2, 4, 28, ...new Uint8Array(28))), expected("md5"));
  assert.deepEqual(decodeHsrp(Uint8Array.of(9, 1, 0, ...version2)), expected("none"));
});

test("version 2 over IPv6, and an address that is not known yet", () => {
  const bytes = version2.slice();
  bytes[5] = 6;
  bytes.set(IpAddress.of("fe80::5").bytes, 26);
  assert.deepEqual(decodeHsrp(bytes), { ok: true, value: { ...hello2, address: IpAddress.of("fe80::5") } });
  bytes.fill(0, 26);
  assert.deepEqual(decodeHsrp(bytes), { ok: true, value: { ...hello2, address: undefined } });
});

test("states that mean nothing", () => {
  const [first, second] = [version1.slice(), version2.slice()];
  first[2] = 3;
  second[4] = 7;
  assert.deepEqual(decodeHsrp(first), { ok: true, value: { ...hello1, state: "unknown" } });
  assert.deepEqual(decodeHsrp(second), { ok: true, value: { ...hello2, state: "unknown" } });
});

function errorOf(bytes: Uint8Array): unknown {
  const result = decodeHsrp(bytes);
  return result.ok ? undefined : result.error;
}

describe("errors", () => {
  test("truncated", () => {
    for (let length = 1; length < version1.length; length += 1) {
      assert.equal(errorOf(version1.subarray(0, length)), "truncated");
    }
    for (let length = 1; length < version2.length; length += 1) {
      assert.equal(errorOf(version2.subarray(0, length)), "truncated");
    }
  });

  test("version", () => {
    assert.equal(errorOf(new Uint8Array()), "version");
    assert.equal(errorOf(Uint8Array.of(2, 1, 0)), "version");
    const bytes = version2.slice();
    bytes[2] = 3;
    assert.equal(errorOf(bytes), "version");
  });

  test("operation: an advertisement of an interface's state", () => {
    const [first, second] = [version1.slice(), version2.slice()];
    first[1] = 3;
    second[3] = 3;
    assert.equal(errorOf(first), "operation");
    assert.equal(errorOf(second), "operation");
  });

  test("any bytes have an answer", () => {
    holds(
      property(uint8Array({ maxLength: 80 }), (bytes) => {
        assert.equal(typeof decodeHsrp(bytes).ok, "boolean");
      }),
    );
  });
});
