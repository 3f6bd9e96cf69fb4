import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import type { TableKey, TableSettings } from "../../base/lvs-table.ts";
import { plain, tcp } from "../../base/lvs-table-samples.ts";
import { seconds } from "../../base/time.ts";
import { encodeIpvs, ipvsCommand } from "./ipvs.ts";
import { decodeService, encodeService } from "./ipvs-service.ts";

const web = tcp("192.0.2.1", 80);

/** What ipvsadm 1.31 sends for its words. */
const samples: readonly (readonly [
  words: string,
  sample: { readonly key: TableKey; readonly settings: TableSettings },
  bytes: string,
])[] = [
  [
    "-A -t 192.0.2.1:80 -s wrr",
    { key: web, settings: { ...plain, scheduler: "wrr" } },
    `0101 0000 5400 0180
     0600 0100 0200 0000
     0600 0200 0600 0000
     1400 0300 c0000201 00000000 00000000 00000000
     0600 0400 0050 0000
     0800 0600 77727200
     0c00 0700 00000000 ffffffff
     0800 0800 00000000
     0800 0900 ffffffff`,
  ],
  [
    "-A -u 192.0.2.1:53 -s rr -o",
    { key: { ...web, protocol: "UDP", port: 53 }, settings: { ...plain, onePacket: true } },
    `0101 0000 5400 0180
     0600 0100 0200 0000
     0600 0200 1100 0000
     1400 0300 c0000201 00000000 00000000 00000000
     0600 0400 0035 0000
     0700 0600 727200 00
     0c00 0700 04000000 ffffffff
     0800 0800 00000000
     0800 0900 ffffffff`,
  ],
  [
    "-A --sctp-service 192.0.2.1:36412 -s mh -b mh-port,mh-fallback",
    {
      key: { ...web, protocol: "SCTP", port: 36_412 },
      settings: { ...plain, scheduler: "mh", schedulerFlags: ["mh-fallback", "mh-port"] },
    },
    `0101 0000 5400 0180
     0600 0100 0200 0000
     0600 0200 8400 0000
     1400 0300 c0000201 00000000 00000000 00000000
     0600 0400 8e3c 0000
     0700 0600 6d6800 00
     0c00 0700 18000000 ffffffff
     0800 0800 00000000
     0800 0900 ffffffff`,
  ],
  [
    "-A -t [2001:db8::1]:443 -s sh -b sh-port,flag-1 -p 300 -M 64",
    {
      key: { kind: "address", address: IpAddress.of("2001:db8::1"), port: 443, protocol: "TCP" },
      settings: {
        ...plain,
        scheduler: "sh",
        schedulerFlags: ["sh-fallback", "sh-port"],
        persistence: { timeout: seconds(300), granularity: { family: "ipv6", length: 64 }, engine: undefined },
      },
    },
    `0101 0000 5400 0180
     0600 0100 0a00 0000
     0600 0200 0600 0000
     1400 0300 20010db8 00000000 00000000 00000001
     0600 0400 01bb 0000
     0700 0600 736800 00
     0c00 0700 19000000 ffffffff
     0800 0800 2c010000
     0800 0900 40000000`,
  ],
  [
    "-A -f 5 -s wlc -p 600 -M 255.255.255.0",
    {
      key: { kind: "mark", mark: 5, family: "ipv4" },
      settings: {
        ...plain,
        scheduler: "wlc",
        persistence: {
          timeout: seconds(600),
          granularity: { family: "ipv4", mask: IpAddress.of("255.255.255.0") },
          engine: undefined,
        },
      },
    },
    `0101 0000 3800 0180
     0600 0100 0200 0000
     0800 0500 05000000
     0800 0600 776c6300
     0c00 0700 01000000 ffffffff
     0800 0800 58020000
     0800 0900 ffffff00`,
  ],
  [
    "-A -f 5 -6 -s fo",
    { key: { kind: "mark", mark: 5, family: "ipv6" }, settings: { ...plain, scheduler: "fo" } },
    `0101 0000 3800 0180
     0600 0100 0a00 0000
     0800 0500 05000000
     0700 0600 666f00 00
     0c00 0700 00000000 ffffffff
     0800 0800 00000000
     0800 0900 80000000`,
  ],
  [
    "-A -u 192.0.2.9:5060 -s rr -p 60 --pe sip -o",
    {
      key: { kind: "address", address: IpAddress.of("192.0.2.9"), port: 5060, protocol: "UDP" },
      settings: {
        ...plain,
        onePacket: true,
        persistence: { timeout: seconds(60), granularity: undefined, engine: "sip" },
      },
    },
    `0101 0000 5c00 0180
     0600 0100 0200 0000
     0600 0200 1100 0000
     1400 0300 c0000209 00000000 00000000 00000000
     0600 0400 13c4 0000
     0700 0600 727200 00
     0800 0b00 73697000
     0c00 0700 05000000 ffffffff
     0800 0800 3c000000
     0800 0900 ffffffff`,
  ],
];

for (const [words, sample, bytes] of samples) {
  test(`ipvsadm ${words}`, () => {
    const payload = encodeIpvs(ipvsCommand.newService, [encodeService(sample.key, sample.settings)]);
    assert.equal(printHex(payload), printHex(parseHex(bytes)));
    assert.deepEqual(decodeService(payload), { ok: true, value: sample });
  });
}

test("a service is changed with all of it, removed and asked for by what tells it from others", () => {
  const changed = encodeIpvs(ipvsCommand.setService, [encodeService(web, { ...plain, scheduler: "wlc" })]);
  assert.equal(printHex(changed.subarray(0, 2)), "0201");
  assert.equal(
    printHex(encodeIpvs(ipvsCommand.getServer, [encodeService(web)])),
    printHex(
      parseHex(`
        0801 0000 3000 0180
        0600 0100 0200 0000
        0600 0200 0600 0000
        1400 0300 c0000201 00000000 00000000 00000000
        0600 0400 0050 0000
      `),
    ),
  );
});

test("flags are named after the scheduler, and other names of the same bits are sent alike", () => {
  const flagsOf = (settings: Partial<TableSettings>): readonly string[] => {
    const service = decodeService(send(settings));
    return service.ok ? service.value.settings.schedulerFlags : [service.error];
  };
  const all = ["flag-1", "flag-2", "flag-3"] as const;
  assert.deepEqual(flagsOf({ schedulerFlags: all }), all);
  assert.deepEqual(flagsOf({ scheduler: "sh", schedulerFlags: all }), ["sh-fallback", "sh-port", "flag-3"]);
  assert.deepEqual(flagsOf({ scheduler: "mh", schedulerFlags: all }), ["mh-fallback", "mh-port", "flag-3"]);
  assert.equal(send({ hashed: true })[64], 2);
});

test("a service as the kernel lists it: with its statistics, and hashed", () => {
  const listed = parseHex(`
    0101 0000 6401 0100
    0600 0100 0200 0000 0600 0200 0600 0000
    1400 0300 c0000201 00000000 00000000 00000000
    0600 0400 0050 0000 0800 0600 77727200
    0c00 0700 02000000 ffffffff 0800 0800 00000000 0800 0900 ffffffff
    5c00 0a00
    0800 0100 00000000 0800 0200 00000000 0800 0300 00000000 0c00 0400 0000000000000000 0c00 0500 0000000000000000
    0800 0600 00000000 0800 0700 00000000 0800 0800 00000000 0800 0900 00000000 0800 0a00 00000000
  `);
  // The length of the nest above is that of the whole, which ends earlier here.
  listed[4] = listed.length - 4;
  listed[5] = 0;
  assert.deepEqual(decodeService(listed), { ok: true, value: { key: web, settings: { ...plain, scheduler: "wrr" } } });
});

test("what a table has no words for, and what is cut short", () => {
  const whole = encodeIpvs(ipvsCommand.newService, [encodeService(web, { ...plain, scheduler: "wrr" })]);
  const changed = (from: string, to: string): Uint8Array => parseHex(printHex(whole).replace(from, to));
  assert.equal(errorOf(whole), "none");
  assert.equal(errorOf(changed("77727200", "78797a00")), "unknown");
  assert.equal(errorOf(changed("0600010002", "0600010007")), "unknown");
  assert.equal(errorOf(changed("0600020006", "0600020001")), "unknown");
  assert.equal(errorOf(encodeIpvs(ipvsCommand.newService, [encodeService(web)])), "missing");
  assert.equal(errorOf(encodeIpvs(ipvsCommand.newService)), "unknown");
  for (let length = 0; length < whole.length; length++) assert.notEqual(errorOf(whole.subarray(0, length)), "none");
});

function errorOf(bytes: Uint8Array): string {
  const service = decodeService(bytes);
  return service.ok ? "none" : service.error;
}

function send(settings: Partial<TableSettings>): Uint8Array {
  return encodeIpvs(ipvsCommand.newService, [encodeService(web, { ...plain, ...settings })]);
}
