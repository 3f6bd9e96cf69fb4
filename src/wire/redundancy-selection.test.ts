import assert from "node:assert/strict";
import { test } from "node:test";

import { runFilter } from "./bpf-machine.ts";
import { redundancyGroups, redundancyProgram } from "./redundancy-selection.ts";

/** Bytes of a packet that are not zero, by their place. */
function isTaken(bytes: Readonly<Record<number, number>>, length = 60): boolean {
  const packet = new Uint8Array(length);
  for (const [place, byte] of Object.entries(bytes)) packet[Number(place)] = byte;
  return runFilter(redundancyProgram(), { bytes: packet, networkHeader: packet }, 0) > 0;
}

test("protocol 112 and 51 over IPv4, 112 over IPv6, whatever is in it", () => {
  assert.ok(isTaken({ 0: 0x45, 9: 112 }));
  assert.ok(isTaken({ 0: 0x46, 9: 51 }));
  assert.ok(isTaken({ 0: 0x60, 6: 112 }));
});

test("UDP to the ports of HSRP, and to no others", () => {
  assert.ok(isTaken({ 0: 0x45, 9: 17, 22: 0x07, 23: 0xc1 }));
  assert.ok(isTaken({ 0: 0x60, 6: 17, 42: 0x07, 43: 0xed }));
  assert.ok(!isTaken({ 0: 0x45, 9: 17, 22: 0x07, 23: 0xed }));
  assert.ok(!isTaken({ 0: 0x45, 9: 17, 22: 0x08, 23: 0xc1 }));
  assert.ok(!isTaken({ 0: 0x60, 6: 17, 42: 0x07, 43: 0xc1 }));
});

test("nothing else: TCP, ICMP, ARP, and what is too short", () => {
  assert.ok(!isTaken({ 0: 0x45, 9: 6 }));
  assert.ok(!isTaken({ 0: 0x60, 6: 58 }));
  assert.ok(!isTaken({ 0: 0x00, 1: 0x01, 2: 0x08 }));
  assert.ok(!isTaken({ 0: 0x45 }, 5));
});

test("the groups are multicast", () => {
  for (const group of redundancyGroups) assert.equal((group.bytes[0] ?? 0) & 1, 1);
});
