import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { InvariantError } from "../base/assert.ts";
import { internetChecksum } from "../base/checksum.ts";
import { parseHex, printHex } from "../base/hex.ts";
import { IpAddress } from "../base/ip-address.ts";
import { ipProtocol, ipv6PseudoHeader, type Path } from "./ip.ts";
import {
  decodeNeighborAdvertisement,
  encodeNeighborAdvertisement,
  type NeighborAdvertisement,
} from "./neighbor-advertisement.ts";
import { virtualMac } from "./virtual-mac.ts";

const target = IpAddress.of("2001:db8::100");
const announcement: NeighborAdvertisement = {
  source: IpAddress.of("fe80::1"),
  destination: IpAddress.of("ff02::1"),
  target,
  mac: virtualMac("ipv6", 51),
  router: true,
  solicited: false,
  override: true,
};

const body = "a0000000 20010db8000000000000000000000100";
const option = "0201 00005e000233";
const v13 = parseHex(`8800 4931 ${body} ${option}`);

const solicitedAnswer: NeighborAdvertisement = {
  ...announcement,
  destination: IpAddress.of("fe80::2"),
  router: false,
  solicited: true,
  override: false,
};

test("V13 N06 N07 N08: an unsolicited advertisement, both ways", () => {
  assert.equal(v13.length, 32);
  assert.equal(printHex(encodeNeighborAdvertisement(announcement)), printHex(v13));
  assert.deepEqual(decodeNeighborAdvertisement(v13, announcement), { ok: true, value: announcement });
});

test("V13 N09: with the address itself as the source, both ways", () => {
  const value = { ...announcement, source: target };
  const bytes = parseHex(`8800 18fa ${body} ${option}`);
  assert.equal(printHex(encodeNeighborAdvertisement(value)), printHex(bytes));
  assert.deepEqual(decodeNeighborAdvertisement(bytes, value), { ok: true, value });
});

test("the flags are R, S and O from the top", () => {
  const flags = { router: false, solicited: false, override: false };
  const headOf = (set: Partial<NeighborAdvertisement>): unknown =>
    encodeNeighborAdvertisement({ ...announcement, ...flags, ...set })[4];
  assert.deepEqual(
    [headOf({ router: true }), headOf({ solicited: true }), headOf({ override: true }), headOf({})],
    [0x80, 0x40, 0x20, 0],
  );
  const result = decodeNeighborAdvertisement(encodeNeighborAdvertisement(solicitedAnswer), solicitedAnswer);
  assert.deepEqual(result, { ok: true, value: solicitedAnswer });
});

test("without a MAC there is no option, both ways", () => {
  const value = { ...announcement, mac: undefined };
  const bytes = encodeNeighborAdvertisement(value);
  assert.equal(bytes.length, 24);
  assert.deepEqual(decodeNeighborAdvertisement(bytes, value), { ok: true, value });
});

/** A message with that hexadecimal rest behind the checksum, which is right. */
function sealed(rest: string, path: Path = announcement, head = "8800"): Uint8Array {
  const bytes = parseHex(`${head} 0000 ${rest}`);
  const checksum = internetChecksum(ipv6PseudoHeader(path, ipProtocol.icmp6, bytes.length), bytes);
  bytes.set([checksum >> 8, checksum & 0xff], 2);
  return bytes;
}

test("RFC 4861 §4.6: options of other types are skipped, and the first MAC counts", () => {
  const other = "0e02 0000000000000000000000000000";
  const result = decodeNeighborAdvertisement(sealed(`${body} ${other} ${option} 0201 020000000001`), announcement);
  assert.deepEqual(result, { ok: true, value: announcement });
});

function errorOf(bytes: Uint8Array, path: Path = announcement): string {
  const result = decodeNeighborAdvertisement(bytes, path);
  return result.ok ? "none" : result.error;
}

describe("errors", () => {
  test("truncated", () => {
    for (let length = 0; length < 24; length += 1) assert.equal(errorOf(v13.subarray(0, length)), "truncated");
  });

  test("type, code", () => {
    assert.equal(errorOf(sealed(body, announcement, "8700")), "type");
    assert.equal(errorOf(sealed(body, announcement, "8801")), "code");
  });

  test("N08 checksum: every flipped bit, and another path", () => {
    for (let bit = 0; bit < v13.length * 8; bit += 1) {
      const flipped = v13.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.notEqual(errorOf(flipped), "none");
    }
    assert.equal(errorOf(v13, { ...announcement, source: IpAddress.of("fe80::2") }), "checksum");
  });

  test("multicast-target", () => {
    assert.equal(errorOf(sealed("a0000000 ff020000000000000000000000000001")), "multicast-target");
  });

  test("multicast-solicited", () => {
    assert.equal(errorOf(sealed("60000000 20010db8000000000000000000000100")), "multicast-solicited");
    assert.equal(errorOf(encodeNeighborAdvertisement(solicitedAnswer), solicitedAnswer), "none");
  });

  test("option: length zero, past the end, half an option, no 6-byte MAC", () => {
    assert.equal(errorOf(sealed(`${body} 0200 00005e000233`)), "option");
    assert.equal(errorOf(sealed(`${body} ${option} 0e00 000000000000`)), "option");
    assert.equal(errorOf(sealed(`${body} 0e02 000000000000`)), "option");
    assert.equal(errorOf(sealed(`${body} 0201 00005e00`)), "option");
    assert.equal(errorOf(sealed(`${body} 02`)), "option");
    assert.equal(errorOf(sealed(`${body} 0202 0000000000000000000000000000`)), "option");
  });
});

test("an IPv4 target is a mistake of the caller", () => {
  assert.throws(
    () => encodeNeighborAdvertisement({ ...announcement, target: IpAddress.of("10.0.0.1") }),
    InvariantError,
  );
});
