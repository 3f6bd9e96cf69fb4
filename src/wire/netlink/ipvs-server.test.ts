import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import type { TableServer } from "../../base/lvs-table.ts";
import { server } from "../../base/lvs-table-samples.ts";
import { encodeIpvs, ipvsCommand } from "./ipvs.ts";
import { decodeServer, encodeServer, encodeServerIdentity } from "./ipvs-server.ts";

/** What ipvsadm 1.31 sends for its words, behind the service. */
const samples: readonly (readonly [words: string, sample: TableServer, bytes: string])[] = [
  [
    "-r 198.51.100.1:8080 -m -w 65535 -x 100 -y 50",
    server("198.51.100.1", 8080, { weight: 65_535, upperThreshold: 100, lowerThreshold: 50 }),
    `6000 0280
     0600 0b00 0200 0000
     1400 0100 c6336401 00000000 00000000 00000000
     0600 0200 1f90 0000
     0800 0300 00000000
     0800 0400 ffff0000
     0500 0d00 00 000000
     0600 0e00 0000 0000
     0600 0f00 0000 0000
     0800 0500 64000000
     0800 0600 32000000`,
  ],
  [
    "-r 198.51.100.2:80 -g -w 0",
    server("198.51.100.2", 80, { forwarding: { method: "DR" }, weight: 0 }),
    `6000 0280
     0600 0b00 0200 0000
     1400 0100 c6336402 00000000 00000000 00000000
     0600 0200 0050 0000
     0800 0300 03000000
     0800 0400 00000000
     0500 0d00 00 000000
     0600 0e00 0000 0000
     0600 0f00 0000 0000
     0800 0500 00000000
     0800 0600 00000000`,
  ],
  [
    "-r 198.51.100.4:80 -i --tun-type gue --tun-port 6080 --tun-csum",
    server("198.51.100.4", 80, {
      forwarding: { method: "TUN", tunnel: { type: "gue", port: 6080, checksum: "csum" } },
    }),
    `6000 0280
     0600 0b00 0200 0000
     1400 0100 c6336404 00000000 00000000 00000000
     0600 0200 0050 0000
     0800 0300 02000000
     0800 0400 01000000
     0500 0d00 01 000000
     0600 0e00 17c0 0000
     0600 0f00 0100 0000
     0800 0500 00000000
     0800 0600 00000000`,
  ],
  [
    "-r 198.51.100.5:80 -i --tun-type gue --tun-port 6080 --tun-remcsum",
    server("198.51.100.5", 80, {
      forwarding: { method: "TUN", tunnel: { type: "gue", port: 6080, checksum: "remcsum" } },
    }),
    `6000 0280
     0600 0b00 0200 0000
     1400 0100 c6336405 00000000 00000000 00000000
     0600 0200 0050 0000
     0800 0300 02000000
     0800 0400 01000000
     0500 0d00 01 000000
     0600 0e00 17c0 0000
     0600 0f00 0200 0000
     0800 0500 00000000
     0800 0600 00000000`,
  ],
  [
    "-r 198.51.100.6:80 -i --tun-type gre --tun-nocsum",
    server("198.51.100.6", 80, { forwarding: { method: "TUN", tunnel: { type: "gre", checksum: "nocsum" } } }),
    `6000 0280
     0600 0b00 0200 0000
     1400 0100 c6336406 00000000 00000000 00000000
     0600 0200 0050 0000
     0800 0300 02000000
     0800 0400 01000000
     0500 0d00 02 000000
     0600 0e00 0000 0000
     0600 0f00 0000 0000
     0800 0500 00000000
     0800 0600 00000000`,
  ],
  [
    "-r [2001:db8::9]:80 -i",
    server("2001:db8::9", 80, { forwarding: { method: "TUN", tunnel: { type: "ipip" } } }),
    `6000 0280
     0600 0b00 0a00 0000
     1400 0100 20010db8 00000000 00000000 00000009
     0600 0200 0050 0000
     0800 0300 02000000
     0800 0400 01000000
     0500 0d00 00 000000
     0600 0e00 0000 0000
     0600 0f00 0000 0000
     0800 0500 00000000
     0800 0600 00000000`,
  ],
];

for (const [words, sample, bytes] of samples) {
  test(`ipvsadm -a ... ${words}`, () => {
    const payload = encodeIpvs(ipvsCommand.newServer, [encodeServer(sample)]);
    assert.equal(printHex(payload.subarray(4)), printHex(parseHex(bytes)));
    assert.deepEqual(decodeServer(payload, "ipv4"), { ok: true, value: sample });
  });
}

test("a server is removed by its address and port", () => {
  const payload = encodeIpvs(ipvsCommand.removeServer, [
    encodeServerIdentity({ address: IpAddress.of("198.51.100.3"), port: 80 }),
  ]);
  assert.equal(
    printHex(payload),
    printHex(
      parseHex(`
        0701 0000 2800 0280
        0600 0b00 0200 0000
        1400 0100 c6336403 00000000 00000000 00000000
        0600 0200 0050 0000
      `),
    ),
  );
});

test("a server as the kernel lists it: with its connections", () => {
  const listed = parseHex(`
    0501 0000 7800 0200
    1400 0100 7f000001 00000000 00000000 00000000
    0600 0200 0050 0000 0800 0300 03000000 0800 0400 01000000
    0500 0d00 00000000 0600 0e00 00000000 0600 0f00 00000000
    0800 0500 00000000 0800 0600 00000000 0800 0700 07000000 0800 0800 01000000 0800 0900 00000000
    0600 0b00 02000000
  `);
  assert.deepEqual(decodeServer(listed, "ipv4"), {
    ok: true,
    value: server("127.0.0.1", 80, { forwarding: { method: "DR" } }),
  });
});

test("a kernel that does not say the family means that of the service", () => {
  const listed = parseHex(`
    0501 0000 3000 0200
    1400 0100 20010db8 00000000 00000000 00000002
    0600 0200 0050 0000 0800 0300 00000000 0800 0400 01000000
  `);
  assert.deepEqual(decodeServer(listed, "ipv6"), { ok: true, value: server("2001:db8::2", 80) });
});

test("what a table has no words for, and what is cut short", () => {
  const tunnel = { type: "gre", checksum: "csum" } as const;
  const whole = encodeIpvs(ipvsCommand.newServer, [
    encodeServer(server("198.51.100.1", 80, { forwarding: { method: "TUN", tunnel } })),
  ]);
  const changed = (from: string, to: string): Uint8Array => parseHex(printHex(whole).replace(from, to));
  assert.equal(errorOf(whole), "none");
  assert.equal(errorOf(changed("0800030002", "0800030001")), "unknown");
  assert.equal(errorOf(changed("05000d0002", "05000d0009")), "unknown");
  assert.equal(errorOf(changed("06000b0002", "06000b0007")), "unknown");
  assert.equal(errorOf(encodeIpvs(ipvsCommand.newServer)), "missing");
  for (let length = 0; length < whole.length; length++) assert.notEqual(errorOf(whole.subarray(0, length)), "none");
});

function errorOf(bytes: Uint8Array): string {
  const decoded = decodeServer(bytes, "ipv4");
  return decoded.ok ? "none" : decoded.error;
}
