import assert from "node:assert/strict";
import { isIPv4, isIPv6 } from "node:net";
import { test } from "node:test";

import * as fc from "fast-check";

import { InvariantError } from "./assert.ts";
import { addressLength, hostPrefixLength, IpAddress, printPrefix } from "./ip-address.ts";

test("text, bytes and the short form", () => {
  const cases = [
    ["192.0.2.1", "192.0.2.1"],
    ["0.0.0.0", "0.0.0.0"],
    ["FE80:0:0:0:0:0:0:1", "fe80::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["::", "::"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["::192.0.2.33", "::c000:221"],
  ] as const;
  for (const [text, short] of cases) {
    const address = IpAddress.of(text);
    assert.equal(address.toString(), short);
    assert.equal(address.family, text.includes(":") ? "ipv6" : "ipv4");
    assert.equal(address.bytes.length, addressLength(address.family));
    assert.ok(IpAddress.fromBytes(address.bytes).equals(address));
  }
  assert.equal(JSON.stringify({ address: IpAddress.of("fe80::1") }), '{"address":"fe80::1"}');
});

test("what is not an address", () => {
  const ipv4 = ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "010.0.0.1", "0x7f.0.0.1", "127.1", "1.2.3.4 ", "1.2.3.-4"];
  const ipv6 = [
    ":",
    ":::",
    "1::2::3",
    "12345::",
    "g::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "fe80::1%eth0",
    "::1/64",
  ];
  for (const text of [...ipv4, ...ipv6, "::01.2.3.4", "::0x1.2.3.4", "::1.2.3", "1.2.3.4::", "::1.2.3.4:1"]) {
    assert.equal(IpAddress.parse(text), undefined, text);
  }
  assert.throws(() => IpAddress.of("nonsense"), InvariantError);
});

/** Pieces of addresses, good and bad, so that a fair part of what they make is an address. */
const almostAddress = fc
  .array(
    fc.constantFrom(":", ":", ":", "::", ".", "0", "1", "f", "00", "255", "256", "ffff", "10000", "1.2.3.4", "0x1"),
    {
      maxLength: 16,
    },
  )
  .map((pieces) => pieces.join(""));

function familyOf(text: string): string | undefined {
  if (isIPv4(text)) return "ipv4";
  return isIPv6(text) ? "ipv6" : undefined;
}

test("the same texts are addresses as for the operating system", () => {
  fc.assert(
    fc.property(almostAddress, (text) => IpAddress.parse(text)?.family === familyOf(text)),
    { numRuns: 2_000 },
  );
});

test("the short form is that of the URL standard and parses to the same bytes", () => {
  const group = fc.constantFrom([0, 0], [0, 0], [0, 1], [0x10, 0], [0xff, 0xff]);
  const bytes = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => Uint8Array.from(groups.flat()));
  fc.assert(
    fc.property(bytes, (value) => {
      const address = IpAddress.fromBytes(value);
      assert.equal(new URL(`http://[${address.toString()}]/`).hostname, `[${address.toString()}]`);
      assert.deepEqual(IpAddress.parse(address.toString())?.bytes, value);
    }),
  );
});

test("the bytes are copied, also from a Node.js Buffer, whose slices are views", () => {
  for (const bytes of [Uint8Array.of(192, 0, 2, 1), Buffer.of(192, 0, 2, 1)]) {
    const address = IpAddress.fromBytes(bytes);
    bytes[0] = 10;
    assert.equal(address.toString(), "192.0.2.1");
    assert.equal(Object.getPrototypeOf(address.bytes), Uint8Array.prototype);
  }
  assert.throws(() => IpAddress.fromBytes(new Uint8Array(5)), InvariantError);
});

test("S18: the order is unsigned and in network byte order", () => {
  assert.ok(IpAddress.of("10.0.0.200").compare(IpAddress.of("10.0.0.3")) > 0);
  assert.ok(IpAddress.of("9.255.255.255").compare(IpAddress.of("10.0.0.0")) < 0);
  assert.ok(IpAddress.of("fe80::ffff").compare(IpAddress.of("fe80::1")) > 0);
  assert.equal(IpAddress.of("fe80::1").compare(IpAddress.of("fe80:0::1")), 0);
  assert.throws(() => IpAddress.of("10.0.0.1").compare(IpAddress.of("::1")), InvariantError);
});

test("equal only within a family", () => {
  assert.ok(IpAddress.of("10.0.0.1").equals(IpAddress.of("10.0.0.1")));
  assert.ok(!IpAddress.of("10.0.0.1").equals(IpAddress.of("10.0.0.2")));
  assert.ok(!IpAddress.of("0.0.0.0").equals(IpAddress.of("::")));
});

function having(kind: "isLinkLocal" | "isMulticast" | "isUnspecified", ...texts: readonly string[]): readonly string[] {
  return texts.filter((text) => IpAddress.of(text)[kind]);
}

test("kinds of addresses, at both edges of their ranges", () => {
  const linkLocal = ["169.254.0.0", "169.254.255.255", "fe80::", "febf:ffff::1"];
  assert.deepEqual(having("isLinkLocal", ...linkLocal, "169.253.0.1", "168.254.0.1", "fec0::", "fe7f::"), linkLocal);
  const multicast = ["224.0.0.0", "239.255.255.255", "ff00::", "ff02::12"];
  assert.deepEqual(having("isMulticast", ...multicast, "223.255.255.255", "240.0.0.0", "feff::"), multicast);
  assert.deepEqual(having("isUnspecified", "0.0.0.0", "::", "0.0.0.1", "::1"), ["0.0.0.0", "::"]);
});

test("prefixes", () => {
  assert.equal(printPrefix({ address: IpAddress.of("192.0.2.1"), length: 24 }), "192.0.2.1/24");
  assert.equal(hostPrefixLength("ipv4"), 32);
  assert.equal(hostPrefixLength("ipv6"), 128);
});
