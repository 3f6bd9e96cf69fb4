import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { InvariantError } from "../base/assert.ts";
import { internetChecksum } from "../base/checksum.ts";
import { parseHex, printHex } from "../base/hex.ts";
import { IpAddress } from "../base/ip-address.ts";
import { centiseconds, microseconds, seconds } from "../base/time.ts";
import { ipProtocol, pseudoHeader } from "./ip.ts";
import { type Advert, type ChecksumForm, decodeAdvert, encodeAdvert, type Path, peekVrid } from "./vrrp.ts";

const group: Path = { source: IpAddress.of("192.0.2.1"), destination: IpAddress.of("224.0.0.18") };
const peer: Path = { source: IpAddress.of("192.0.2.1"), destination: IpAddress.of("192.0.2.2") };
const group6: Path = { source: IpAddress.of("fe80::1"), destination: IpAddress.of("ff02::12") };

const noAuthentication = { type: 0, data: new Uint8Array(8) };
const password = { type: 1, data: parseHex("7365637265740000") };

const v2: Advert = {
  version: 2,
  vrid: 51,
  priority: 100,
  interval: seconds(1),
  addresses: [IpAddress.of("192.0.2.100")],
  authentication: noAuthentication,
};
const v3: Advert = { ...v2, version: 3, interval: centiseconds(100), authentication: undefined };
const v3Ipv6: Advert = { ...v3, addresses: [IpAddress.of("fe80::100"), IpAddress.of("2001:db8::100")] };
const twoAddresses = [IpAddress.of("192.0.2.100"), IpAddress.of("192.0.2.101")];
const ipv6Tail = "fe800000000000000000000000000100 20010db8000000000000000000000100";

type Vector = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly advert: Advert;
  readonly path: Path;
  readonly form: ChecksumForm;
};

function vector(name: string, hex: string, advert: Advert, path: Path, form: ChecksumForm): Vector {
  return { name, bytes: parseHex(hex), advert, path, form };
}

const v1 = vector("V1 A11 A19 A20 C01", "2133640100 01 b865 c0000264 0000000000000000", v2, group, "message");
const v2Password = vector(
  "V2 H03 H05: a password",
  "2133640101 01 7b19 c0000264 7365637265740000",
  { ...v2, authentication: password },
  group,
  "message",
);
const v6 = vector("V6 C04: with pseudo-header", "31336401 0064 0572 c0000264", v3, group, "pseudo-header");
const v10 = vector("V10 C02 A23: IPv6", `31336402 0064 3dfd ${ipv6Tail}`, v3Ipv6, group6, "pseudo-header");

const vectors: readonly Vector[] = [
  v1,
  v2Password,
  vector(
    "V3 A15: priority 0",
    "2133000100 01 1c66 c0000264 0000000000000000",
    { ...v2, priority: 0 },
    group,
    "message",
  ),
  vector(
    "V4 A13 A16 A25: owner, 3 s, two addresses",
    "2133ff0200 03 5afc c0000264 c0000265 0000000000000000",
    { ...v2, priority: 255, interval: seconds(3), addresses: twoAddresses },
    group,
    "message",
  ),
  vector("V5 C03 C05 A17 A21: message alone", "31336401 0064 a802 c0000264", v3, group, "message"),
  v6,
  vector("V7 C07 A29: unicast", "31336401 0064 2382 c0000264", v3, peer, "pseudo-header"),
  vector("V8 C13: priority 0", "31330001 0064 0c03 c0000264", { ...v3, priority: 0 }, group, "message"),
  vector("V8 C13: priority 0", "31330001 0064 6972 c0000264", { ...v3, priority: 0 }, group, "pseudo-header"),
  ...(["message", "pseudo-header"] as const).map((form) =>
    vector(
      "V9 A18: the longest interval",
      `3133c801 0fff ${form === "message" ? "3467" : "91d6"} c0000264`,
      { ...v3, priority: 200, interval: centiseconds(4095) },
      group,
      form,
    ),
  ),
  v10,
  vector(
    "V11: IPv6, priority 0",
    `31330002 0064 a1fd ${ipv6Tail}`,
    { ...v3Ipv6, priority: 0 },
    group6,
    "pseudo-header",
  ),
];

describe("vectors, both ways", () => {
  for (const { name, bytes, advert, path, form } of vectors) {
    test(`${name} (${form})`, () => {
      assert.equal(printHex(encodeAdvert(advert, path, form)), printHex(bytes));
      assert.deepEqual(decodeAdvert(bytes, advert.version, path), { ok: true, value: { advert, checksumForm: form } });
    });
  }

  test("C01 C02: the form asked for matters only where there is a choice", () => {
    assert.deepEqual(encodeAdvert(v2, group, "pseudo-header"), v1.bytes);
    assert.deepEqual(encodeAdvert(v3Ipv6, group6, "message"), v10.bytes);
  });
});

function errorOf(bytes: Uint8Array, version: 2 | 3, path: Path): string {
  const result = decodeAdvert(bytes, version, path);
  return result.ok ? "none" : result.error;
}

/** A copy in which one byte is another, with a checksum that is right again in the vector's form. */
function altered({ bytes, path, form }: Vector, offset: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[offset] = value;
  return sealed(copy, path, form);
}

function sealed(bytes: Uint8Array, path: Path, form: ChecksumForm): Uint8Array {
  const copy = bytes.slice();
  copy.fill(0, 6, 8);
  const head = form === "message" ? new Uint8Array() : pseudoHeader(path, ipProtocol.vrrp, copy.length);
  const checksum = internetChecksum(head, copy);
  copy.set([checksum >> 8, checksum & 0xff], 6);
  return copy;
}

describe("errors", () => {
  test("R06: less than a header is truncated", () => {
    assert.equal(errorOf(new Uint8Array(), 2, group), "truncated");
    assert.equal(errorOf(v1.bytes.subarray(0, 7), 2, group), "truncated");
    assert.equal(errorOf(v6.bytes.subarray(0, 8), 3, group), "length");
  });

  test("R04 I01: another version", () => {
    assert.equal(errorOf(v1.bytes, 3, group), "version");
    assert.equal(errorOf(v6.bytes, 2, group), "version");
    assert.equal(errorOf(altered(v6, 0, 0x41), 3, group), "version");
  });

  test("I07: version 2 does not exist over IPv6", () => {
    assert.equal(errorOf(v1.bytes, 2, group6), "version");
  });

  test("R05: another type, even with a right checksum", () => {
    assert.equal(errorOf(altered(v1, 0, 0x22), 2, group), "type");
    assert.equal(errorOf(altered(v6, 0, 0x30), 3, group), "type");
  });

  test("R06: shorter than its addresses and authentication data", () => {
    for (const { bytes, path, advert } of [v1, v2Password, v6, v10]) {
      for (let length = 8; length < bytes.length; length += 1) {
        assert.equal(errorOf(bytes.subarray(0, length), advert.version, path), "length");
      }
    }
    assert.equal(errorOf(altered(v6, 3, 2), 3, group), "length");
  });

  test("R07: longer than expected", () => {
    for (const { bytes, path, advert } of [v1, v6, v10]) {
      assert.equal(errorOf(Uint8Array.of(...bytes, 0), advert.version, path), "length");
    }
    assert.equal(errorOf(altered(v10, 3, 1), 3, group6), "length");
  });

  test("R08: eight stray bytes behind a version 3 message are a matter of length", () => {
    assert.equal(errorOf(Uint8Array.of(...v6.bytes, ...new Uint8Array(8)), 3, group), "length");
    assert.equal(errorOf(Uint8Array.of(...v10.bytes, ...new Uint8Array(8)), 3, group6), "length");
  });

  test("R07: Ethernet padding is no part of the message, whatever it holds", () => {
    for (const { bytes, path, advert, form } of [v1, v2Password, v6]) {
      const padded = new Uint8Array(26).fill(0xa5);
      padded.set(bytes);
      assert.deepEqual(decodeAdvert(padded, advert.version, path), { ok: true, value: { advert, checksumForm: form } });
    }
  });

  test("R07: padding comes over IPv4 only, behind less than a full frame, and fills it exactly", () => {
    const addresses = Array.from({ length: 5 }, () => IpAddress.of("192.0.2.100"));
    const five = encodeAdvert({ ...v3, addresses }, group, "message");
    assert.equal(errorOf(five.subarray(0, 26), 3, group), "length");
    for (const length of [25, 27, 30]) {
      const padded = new Uint8Array(length);
      padded.set(v6.bytes);
      assert.equal(errorOf(padded, 3, group), "length");
    }
    const ipv6 = new Uint8Array(26);
    ipv6.set(altered(v10, 3, 1).subarray(0, 24));
    assert.equal(errorOf(ipv6, 3, group6), "length");
  });

  test("R09: a wrong checksum", () => {
    const wrong = v6.bytes.slice();
    wrong.set([0x12, 0x34], 6);
    assert.equal(errorOf(wrong, 3, group), "checksum");
  });

  test("C07: the pseudo-header has the real ends of the path", () => {
    assert.equal(errorOf(v6.bytes, 3, peer), "checksum");
    assert.equal(errorOf(v10.bytes, 3, { ...group6, source: IpAddress.of("fe80::2") }), "checksum");
  });

  test("C01 C02: where there is one form, the other is wrong", () => {
    assert.equal(errorOf(sealed(v1.bytes, group, "pseudo-header"), 2, group), "checksum");
    assert.equal(errorOf(sealed(v10.bytes, group6, "message"), 3, group6), "checksum");
  });

  test("R13: no addresses", () => {
    assert.equal(errorOf(encodeAdvert({ ...v3, addresses: [] }, group, "message"), 3, group), "zero-count");
    assert.equal(errorOf(encodeAdvert({ ...v2, addresses: [] }, group, "message"), 2, group), "zero-count");
    assert.equal(errorOf(encodeAdvert({ ...v3, addresses: [] }, group6, "message"), 3, group6), "zero-count");
  });

  test("R14: an interval of zero", () => {
    assert.equal(errorOf(altered(v6, 5, 0), 3, group), "zero-interval");
    assert.equal(errorOf(altered(v1, 5, 0), 2, group), "zero-interval");
  });

  test("R15: the first IPv6 address must be link-local", () => {
    const addresses = v3Ipv6.addresses.toReversed();
    assert.equal(errorOf(encodeAdvert({ ...v3Ipv6, addresses }, group6, "message"), 3, group6), "not-link-local");
  });

  test("R13 R15: what the address rule forgives, and nothing else", () => {
    const none = { ...v2, addresses: [] };
    const global: Advert = { ...v3Ipv6, addresses: [IpAddress.of("2001:db8::100")] };
    const forgiven = [
      [none, group, "message"],
      [global, group6, "pseudo-header"],
    ] as const;
    for (const [advert, path, checksumForm] of forgiven) {
      const result = decodeAdvert(encodeAdvert(advert, path, checksumForm), advert.version, path, "any");
      assert.deepEqual(result, { ok: true, value: { advert, checksumForm } });
    }
    const noInterval = sealed(parseHex("3133640000000000"), group6, "pseudo-header");
    assert.deepEqual(decodeAdvert(noInterval, 3, group6, "any"), { ok: false, error: "zero-interval" });
  });

  test("the checks come in the documented order", () => {
    // Every fault at once; each repair uncovers the next.
    const bytes = new Uint8Array(24);
    bytes[0] = 0x45;
    assert.equal(errorOf(bytes.subarray(0, 7), 3, group6), "truncated");
    assert.equal(errorOf(bytes, 3, group6), "version");
    bytes[0] = 0x35;
    assert.equal(errorOf(bytes, 3, group6), "type");
    bytes[0] = 0x31;
    assert.equal(errorOf(bytes, 3, group6), "length");
    assert.equal(errorOf(bytes.subarray(0, 8), 3, group6), "checksum");
    assert.equal(errorOf(sealed(bytes.subarray(0, 8), group6, "pseudo-header"), 3, group6), "zero-count");
    bytes[3] = 1;
    assert.equal(errorOf(sealed(bytes, group6, "pseudo-header"), 3, group6), "zero-interval");
    bytes[5] = 1;
    assert.equal(errorOf(sealed(bytes, group6, "pseudo-header"), 3, group6), "not-link-local");
    bytes.set([0xfe, 0x80], 8);
    assert.equal(errorOf(sealed(bytes, group6, "pseudo-header"), 3, group6), "none");
  });
});

test("C12: every single flipped bit is caught", () => {
  for (const { name, bytes, path, advert } of vectors) {
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.notEqual(errorOf(flipped, advert.version, path), "none", `${name}, bit ${bit}`);
    }
  }
});

test("R16: reserved bits of version 3 do not touch the interval", () => {
  const result = decodeAdvert(altered(v6, 4, 0xf0), 3, group);
  assert.deepEqual(result, { ok: true, value: { advert: v3, checksumForm: "pseudo-header" } });
});

test("H02: data of authentication type 0 means nothing", () => {
  assert.deepEqual(decodeAdvert(altered(v1, 19, 0x55), 2, group), {
    ok: true,
    value: { advert: v2, checksumForm: "message" },
  });
  assert.deepEqual(
    encodeAdvert({ ...v2, authentication: { type: 0, data: password.data } }, group, "message"),
    v1.bytes,
  );
});

test("H01: an unknown authentication type is passed on, for the receiver to judge", () => {
  const authentication = { type: 254, data: password.data };
  const result = decodeAdvert(encodeAdvert({ ...v2, authentication }, group, "message"), 2, group);
  assert.deepEqual(result.ok && result.value.advert.authentication, authentication);
});

test("C06: when both forms fit, it is the message alone", () => {
  // Ends of a path whose pseudo-header adds up to a multiple of ffff.
  const path: Path = { source: IpAddress.of("10.0.21.113"), destination: IpAddress.of("224.0.0.18") };
  assert.equal(internetChecksum(pseudoHeader(path, ipProtocol.vrrp, 12)), 0);
  const result = decodeAdvert(encodeAdvert(v3, path, "pseudo-header"), 3, path);
  assert.equal(result.ok && result.value.checksumForm, "message");
});

/** The prefix followed by 0 to 254, which is a last group of 0 to fe in IPv6. */
function many(prefix: string): readonly IpAddress[] {
  const radix = prefix.includes(":") ? 16 : 10;
  return Array.from({ length: 255 }, (_, index) => IpAddress.of(prefix + index.toString(radix)));
}

test("R29: 255 addresses", () => {
  const cases = [
    [{ ...v3Ipv6, addresses: many("fe80::") }, group6, 4088],
    [{ ...v3, addresses: many("192.0.2.") }, group, 1028],
    [{ ...v2, addresses: many("192.0.2."), authentication: password }, group, 1036],
  ] as const;
  for (const [advert, path, length] of cases) {
    const bytes = encodeAdvert(advert, path, "message");
    assert.equal(bytes.length, length);
    const result = decodeAdvert(bytes, advert.version, path);
    assert.deepEqual(result.ok && result.value.advert, advert);
    assert.equal(errorOf(bytes.subarray(0, length - 1), advert.version, path), "length");
  }
});

test("R32: CARP, which looks like version 2, fails by its length", () => {
  // Version 2 type 1, VHID 1, skew 0, 7 words of authentication, pad, base 1, checksum, counter, HMAC.
  const carp = parseHex(`21 01 00 07 00 01 0000 ${"0123456789abcdef".repeat(3)} 01234567`);
  assert.equal(carp.length, 36);
  assert.equal(errorOf(sealed(carp, group, "message"), 2, group), "length");
  assert.equal(errorOf(sealed(carp, group, "message"), 3, group), "version");
});

test("what is decoded does not change with the buffer it came in", () => {
  for (const bytes of [v2Password.bytes.slice(), Buffer.from(v2Password.bytes)]) {
    const result = decodeAdvert(bytes, 2, group);
    bytes.fill(0);
    assert.deepEqual(result.ok && result.value.advert, v2Password.advert);
  }
});

function refused(advert: Advert, path: Path = group): void {
  assert.throws(() => encodeAdvert(advert, path, "message"), InvariantError, JSON.stringify(advert));
}

test("A12 A18 A19 A23: adverts that cannot be sent are mistakes of the caller", () => {
  for (const vrid of [0, 256, 1.5]) refused({ ...v3, vrid });
  for (const priority of [-1, 256]) refused({ ...v3, priority });
  for (const value of [0, 4096, 0.5]) refused({ ...v3, interval: centiseconds(value) });
  for (const value of [0, 256, 0.5]) refused({ ...v2, interval: seconds(value) });
  refused({ ...v3, interval: microseconds(10_001) });
  refused({ ...v3, addresses: v3Ipv6.addresses });
  refused({ ...v3, addresses: Array.from({ length: 256 }, () => IpAddress.of("192.0.2.1")) });
  refused({ ...v3, authentication: noAuthentication });
  refused({ ...v2, authentication: undefined });
  refused({ ...v2, authentication: { type: 256, data: password.data } });
  refused({ ...v2, authentication: { type: 1, data: new Uint8Array(7) } });
  refused({ ...v2, addresses: v3Ipv6.addresses }, group6);
});

test("the VRID can be read before anything is checked", () => {
  assert.equal(peekVrid(v6.bytes), 51);
  assert.equal(peekVrid(Uint8Array.of(0xff, 7)), 7);
  assert.equal(peekVrid(Uint8Array.of(0x31)), undefined);
  assert.equal(peekVrid(new Uint8Array()), undefined);
});
