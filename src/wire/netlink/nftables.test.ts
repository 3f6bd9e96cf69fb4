import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { u32 } from "./attribute.ts";
import {
  addChain,
  addElements,
  addMap,
  addRule,
  addSet,
  addTable,
  batchBegin,
  batchEnd,
  keyType,
  removedTable,
  removeElements,
  type TableMessage,
} from "./nftables.ts";
import { counter, duplicate, isEqual, isIn, loadMeta, loadPayload, mapped, verdict } from "./nftables-expression.ts";

// The bytes are those that nft(8) sends for the same things, without its notes to itself.

const t = { family: "ipv6", table: "t" } as const;

function hex(text: string): string {
  return printHex(parseHex(text));
}

function assertPayload({ payload }: TableMessage, text: string): void {
  assert.equal(printHex(payload), hex(text));
}

test("a table", () => {
  assertPayload(addTable(t), "0a000000 0600 0100 7400 0000");
  assert.equal(addTable(t).type, 0x0a00);
  assertPayload(addTable({ family: "ipv4", table: "t" }), "02000000 0600 0100 7400 0000");
  assert.equal(removedTable, 0x0a02);
});

test("a chain of the output hook with priority -1", () => {
  assertPayload(
    addChain(t, "out", "output", -1),
    `0a000000 0600 0100 7400 0000 0800 0300 6f757400
     1400 0480 0800 0100 00000003 0800 0200 ffffffff
     0800 0500 00000001 0b00 0700 66696c74657200 00`,
  );
});

test("a set of types, one of addresses with their interface, and a map of interfaces", () => {
  const start = "0a000000 0600 0100 7400 0000";
  assertPayload(
    addSet(t, "nd", 1, keyType.icmp6Type),
    `${start} 0700 0200 6e6400 00 0800 0300 00000000 0800 0400 0000001d 0800 0500 00000001 0800 0a00 00000001`,
  );
  assertPayload(
    addSet(t, "l", 3, keyType.ipv6AddressOnInterface),
    `${start} 0600 0200 6c00 0000 0800 0300 00000000 0800 0400 00000214 0800 0500 00000014 0800 0a00 00000003`,
  );
  assertPayload(
    addMap(t, "m", 2, { key: keyType.interfaceIndex, value: keyType.interfaceIndex }),
    `${start} 0600 0200 6d00 0000 0800 0300 00000008 0800 0400 00000014 0800 0500 00000004 0800 0a00 00000002
     0800 0600 00000014 0800 0700 00000004 1000 0d00 0004 01000000 0104 01000000`,
  );
});

test("elements, with and without a value", () => {
  const key = Uint8Array.of(...IpAddress.of("fe80::100").bytes, ...u32(3));
  assertPayload(
    addElements(t, "l", [{ key }]),
    `0a000000 0600 0100 7400 0000 0600 0200 6c00 0000
     2400 0380 2000 0180 1c00 0180 1800 0100 fe800000 00000000 00000000 00000100 03000000`,
  );
  assertPayload(
    removeElements(t, "m", [{ key: u32(4), value: u32(3) }]),
    `0a000000 0600 0100 7400 0000 0600 0200 6d00 0000
     2000 0380 1c00 0180 0c00 0180 0800 0100 04000000 0c00 0280 0800 0100 03000000`,
  );
});

test("a rule is its expressions in their order", () => {
  const rule = addRule({ family: "ipv4", table: "t" }, "out", [
    loadPayload("network", 9, 1, 1),
    isEqual(1, Uint8Array.of(2)),
    verdict("drop"),
  ]);
  assertPayload(
    rule,
    `02000000 0600 0100 7400 0000 0800 0200 6f757400
     9400 0480
       3400 0180 0c00 0100 7061796c6f616400 2400 0280
         0800 0100 00000001 0800 0200 00000001 0800 0300 00000009 0800 0400 00000001
       2c00 0180 0800 0100 636d7000 2000 0280
         0800 0100 00000001 0800 0200 00000000 0c00 0380 0500 0100 02 000000
       3000 0180 0e00 0100 696d6d65646961746500 0000 1c00 0280
         0800 0100 00000000 1000 0280 0c00 0280 0800 0100 00000000`,
  );
});

test("expressions name registers, keys and sets", () => {
  const names = [
    loadMeta("outgoingInterface", 2),
    isIn("vips", 1),
    mapped("m", 2),
    duplicate(1, 2),
    counter,
    verdict("accept"),
  ].map(
    ({ name, attributes }) =>
      `${name} ${attributes.map(([type, value]) => `${type & 0x7fff}:${printHex(value)}`).join(" ")}`,
  );
  assert.deepEqual(names, [
    "meta 1:00000002 2:00000005",
    "lookup 1:7669707300 2:00000001",
    "lookup 1:6d00 2:00000002 3:00000002",
    "dup 1:00000001 2:00000002",
    "counter ",
    "immediate 1:00000000 2:0c0002800800010000000001",
  ]);
});

test("a batch begins and ends for nf_tables", () => {
  assert.deepEqual([batchBegin.type, batchEnd.type], [0x10, 0x11]);
  assertPayload(batchBegin, "0000000a");
});
