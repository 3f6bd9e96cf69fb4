import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { zeroDuration } from "../../base/time.ts";
import { type AddressRequest, decodeAddress, encodeNewAddress, encodeRemoveAddress } from "./address.ts";

function request(address: string, length: number, more: Partial<AddressRequest> = {}): AddressRequest {
  const prefix = { address: IpAddress.of(address), length };
  return { interfaceIndex: 3, prefix, scope: 0, label: undefined, broadcast: undefined, ...more };
}

function hex(text: string): string {
  return printHex(parseHex(text));
}

const ipv6 = "20010db8 00000000 00000000 00000005";

test("an IPv4 address is added with its label, broadcast address and scope", () => {
  const full = request("192.0.2.5", 24, { scope: 253, label: "eth0:1", broadcast: IpAddress.of("192.0.2.255") });
  assert.equal(
    printHex(encodeNewAddress(full)),
    hex(`
      02 18 00 fd 03000000
      0800 0200 c0000205
      0800 0100 c0000205
      0b00 0300 657468303a3100 00
      0800 0400 c00002ff
    `),
  );
  assert.equal(
    printHex(encodeNewAddress(request("192.0.2.5", 32))),
    hex("02 20 00 00 03000000 0800 0200 c0000205 0800 0100 c0000205"),
  );
});

test("an IPv6 address is added without detection of duplicates, and as deprecated when it is not preferred", () => {
  const local = `1400 0200 ${ipv6}`;
  const flags = "0800 0800 02000000";
  assert.equal(printHex(encodeNewAddress(request("2001:db8::5", 64))), hex(`0a 40 00 00 03000000 ${local} ${flags}`));
  assert.equal(
    printHex(encodeNewAddress(request("2001:db8::5", 128, { preferredLifetime: zeroDuration }))),
    hex(`0a 80 00 00 03000000 ${local} ${flags} 1400 0600 00000000 ffffffff 00000000 00000000`),
  );
});

test("with a peer, that is the other address, and its prefix length counts", () => {
  const peer = { address: IpAddress.of("192.0.2.9"), length: 30 };
  const each = request("192.0.2.5", 32, { peer });
  assert.equal(printHex(encodeNewAddress(each)), hex("02 1e 00 00 03000000 0800 0200 c0000205 0800 0100 c0000209"));
  assert.equal(printHex(encodeRemoveAddress(each)), printHex(encodeNewAddress(each)));
});

test("flags: those of IPv6 are none of IPv4, and -nodad brings the detection of duplicates back", () => {
  const flags = ["home", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin"] as const;
  const plain = printHex(encodeNewAddress(request("192.0.2.5", 32, { flags })));
  assert.ok(plain.endsWith(hex("0800 0800 00060000")), plain);
  const other = printHex(encodeNewAddress(request("2001:db8::5", 64, { flags })));
  assert.ok(other.endsWith(hex("0800 0800 10070000")), other);
});

test("an address is removed whatever its label", () => {
  assert.equal(
    printHex(encodeRemoveAddress(request("192.0.2.5", 24, { label: "eth0:1" }))),
    hex("02 18 00 00 03000000 0800 0200 c0000205 0800 0100 c0000205"),
  );
});

test("of a peer-to-peer address the local end counts, and flags are those of the attribute", () => {
  const bytes = parseHex(`
    02 20 80 00 03000000
    0800 0100 c0000209
    0800 0200 c0000205
    0800 0800 80020000
  `);
  assert.deepEqual(decodeAddress(bytes), {
    ok: true,
    value: { interfaceIndex: 3, prefix: { address: IpAddress.of("192.0.2.5"), length: 32 }, scope: 0, flags: 0x280 },
  });
});

test("an IPv6 address without a local end and without wide flags", () => {
  assert.deepEqual(decodeAddress(parseHex(`0a 40 c0 fd 04000000 1400 0100 ${ipv6}`)), {
    ok: true,
    value: {
      interfaceIndex: 4,
      prefix: { address: IpAddress.of("2001:db8::5"), length: 64 },
      scope: 253,
      flags: 0xc0,
    },
  });
});

test("every error", () => {
  const header = "02 18 00 00 03000000";
  for (const [bytes, error] of [
    ["02 18 00 00 030000", "truncated"],
    [`${header} 0800 0200 c00002`, "truncated"],
    ["07 18 00 00 03000000", "family"],
    [header, "no-address"],
    [`${header} 0600 0200 c000 0000`, "no-address"],
  ] as const) {
    assert.deepEqual(decodeAddress(parseHex(bytes)), { ok: false, error });
  }
});

test("what is added is what is decoded", () => {
  for (const each of [request("192.0.2.5", 24), request("2001:db8::5", 64)]) {
    const decoded = decodeAddress(encodeNewAddress(each));
    assert.ok(decoded.ok);
    assert.deepEqual(decoded.value.prefix, each.prefix);
  }
});

test("no bytes make the decoder throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (arbitrary) => void decodeAddress(arbitrary)));
});
