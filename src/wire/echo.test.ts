import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { decodeEchoAnswer, encodeEchoRequest } from "./echo.ts";

const echo = { identifier: 0x1234, sequence: 0x0005, data: Buffer.from("abc") };
const numbers = { identifier: 0x1234, sequence: 5 };
/** Of IPv4 with one option word, and of IPv6, as far as they matter. */
const ipv4Header = `46${"00".repeat(8)}01${"00".repeat(14)}`;
const ipv6Header = `60${"00".repeat(5)}3a${"00".repeat(33)}`;

function decode(family: "ipv4" | "ipv6", hex: string): unknown {
  return decodeEchoAnswer(family, Buffer.from(hex, "hex"));
}

describe("ICMP echo (RFC 792, RFC 4443)", () => {
  test("requests; the checksum of ICMPv6 is the kernel's", () => {
    assert.equal(Buffer.from(encodeEchoRequest("ipv4", echo)).toString("hex"), "0800216412340005616263");
    assert.equal(Buffer.from(encodeEchoRequest("ipv6", echo)).toString("hex"), "8000000012340005616263");
  });

  test("replies", () => {
    const value = { kind: "reply", ...numbers, data: echo.data };
    assert.deepEqual(decode("ipv4", "0000000012340005616263"), { ok: true, value });
    assert.deepEqual(decode("ipv6", "8100000012340005616263"), { ok: true, value });
  });

  test("errors about requests", () => {
    const value = { kind: "unreachable", code: 1, ...numbers };
    assert.deepEqual(decode("ipv4", `0301000000000000${ipv4Header}0800000012340005`), { ok: true, value });
    assert.deepEqual(decode("ipv6", `0101000000000000${ipv6Header}8000000012340005`), { ok: true, value });
  });

  test("what is neither", () => {
    assert.deepEqual(decode("ipv4", "00000000123400"), { ok: false, error: "truncated" });
    assert.deepEqual(decode("ipv4", "0800000012340005"), { ok: false, error: "type" });
    for (const quoted of [`${ipv4Header}08000000`, `${ipv4Header}0000000012340005`, ipv4Header.replace("01", "11")]) {
      assert.deepEqual(decode("ipv4", `0301000000000000${quoted}0800000012340005`.slice(0, quoted.length + 16)), {
        ok: false,
        error: "other-packet",
      });
    }
  });
});
