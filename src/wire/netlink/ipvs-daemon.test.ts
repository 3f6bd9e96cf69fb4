import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import type { SyncDaemon } from "../../base/lvs-table.ts";
import { seconds } from "../../base/time.ts";
import { encodeIpvs, ipvsCommand } from "./ipvs.ts";
import { decodeDaemon, decodeTimeouts, encodeDaemon, encodeDaemonRole, encodeTimeouts } from "./ipvs-daemon.ts";

/** What ipvsadm 1.31 sends for its words. */
const samples: readonly (readonly [words: string, daemon: SyncDaemon, bytes: string])[] = [
  [
    "--start-daemon master --mcast-interface v0 --syncid 7 --sync-maxlen 1400 --mcast-group 224.0.0.99 --mcast-port 8849 --mcast-ttl 3",
    {
      role: "master",
      interface: "v0",
      id: 7,
      maximumLength: 1400,
      group: IpAddress.of("224.0.0.99"),
      port: 8849,
      timeToLive: 3,
    },
    `0901 0000 3c00 0380
     0800 0100 01000000
     0700 0200 763000 00
     0800 0300 07000000
     0600 0400 7805 0000
     0600 0700 9122 0000
     0500 0800 03 000000
     0800 0500 e0000063`,
  ],
  [
    "--start-daemon backup --mcast-interface v0 --mcast-group ff02::99",
    {
      role: "backup",
      interface: "v0",
      id: 0,
      maximumLength: undefined,
      group: IpAddress.of("ff02::99"),
      port: undefined,
      timeToLive: undefined,
    },
    `0901 0000 3000 0380
     0800 0100 02000000
     0700 0200 763000 00
     0800 0300 00000000
     1400 0600 ff020000 00000000 00000000 00000099`,
  ],
];

for (const [words, daemon, bytes] of samples) {
  test(`ipvsadm ${words}`, () => {
    const payload = encodeIpvs(ipvsCommand.newDaemon, [encodeDaemon(daemon)]);
    assert.equal(printHex(payload), printHex(parseHex(bytes)));
    assert.deepEqual(decodeDaemon(payload), { ok: true, value: daemon });
  });
}

test("a daemon is stopped by its role", () => {
  const payload = encodeIpvs(ipvsCommand.removeDaemon, [encodeDaemonRole("backup")]);
  assert.equal(printHex(payload), "0a0100000c0003800800010002000000");
});

test("a daemon that runs tells what the kernel has chosen", () => {
  const listed = parseHex(`
    0901 0000 4800 0300
    0800 0100 02000000 0700 0200 76300000 0800 0300 00000000
    0600 0400 ac050000 0600 0700 90220000 0500 0800 01000000
    1400 0600 ff020000 00000000 00000000 00000099
  `);
  assert.deepEqual(decodeDaemon(listed), {
    ok: true,
    value: {
      role: "backup",
      interface: "v0",
      id: 0,
      maximumLength: 1452,
      group: IpAddress.of("ff02::99"),
      port: 8848,
      timeToLive: 1,
    },
  });
});

test("daemons of unknown roles, without a name, and cut short", () => {
  const [, sample] = samples;
  assert.ok(sample !== undefined);
  const whole = encodeIpvs(ipvsCommand.newDaemon, [encodeDaemon(sample[1])]);
  const unknown = parseHex(printHex(whole).replace("0800010002", "0800010003"));
  assert.deepEqual(decodeDaemon(unknown), { ok: false, error: "unknown" });
  assert.deepEqual(decodeDaemon(encodeIpvs(ipvsCommand.newDaemon)), { ok: false, error: "missing" });
  for (let length = 0; length < whole.length; length++) assert.equal(decodeDaemon(whole.subarray(0, length)).ok, false);
});

test("time-outs: those that are given are set", () => {
  const all = { tcp: seconds(100), tcpFin: seconds(0), udp: seconds(30) };
  const payload = encodeIpvs(ipvsCommand.setConfig, encodeTimeouts(all));
  assert.equal(printHex(payload), "0c01000008000400640000000800050000000000080006001e000000");
  assert.deepEqual(decodeTimeouts(payload), { ok: true, value: all });
  const one = encodeIpvs(ipvsCommand.setConfig, encodeTimeouts({ tcp: undefined, tcpFin: undefined, udp: seconds(9) }));
  assert.equal(printHex(one), "0c0100000800060009000000");
});
