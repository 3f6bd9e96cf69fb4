import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { assert as holds, boolean, constantFrom, integer, property, tuple, uint8Array, uniqueArray } from "fast-check";

import type { Family } from "../base/ip-address.ts";
import { runFilter } from "./bpf-machine.ts";
import { assemble } from "./bpf.ts";
import { isOfInterest, type PacketInterest, selectionProgram } from "./packet-selection.ts";

/** As a raw socket of the family hands a packet to its filter: IPv4 with its header, which may have options. */
function arrived(family: Family, ttl: number, message: Uint8Array, options = 0): Parameters<typeof runFilter>[1] {
  if (family === "ipv6") {
    const networkHeader = new Uint8Array(40);
    networkHeader[7] = ttl;
    return { bytes: message, networkHeader };
  }
  const bytes = new Uint8Array(20 + 4 * options + message.length);
  bytes[0] = 0x45 + options;
  bytes[8] = ttl;
  bytes.set(message, 20 + 4 * options);
  return { bytes, networkHeader: bytes };
}

const interest: PacketInterest = {
  family: "ipv4",
  neighborsOnly: true,
  vrids: { 2: new Set([52]), 3: new Set([51, 255]) },
};
const message = (...head: readonly number[]): Uint8Array => Uint8Array.of(...head, ...Array(20 - head.length).fill(0));
const good = message(0x31, 51, 100, 1);
const unlucky = 0xffff_ffff;

describe("packet selection", () => {
  for (const [what, ttl, bytes, expected] of [
    ["an advert for a VRID in use", 255, good, true],
    ["R01: TTL 254", 254, good, false],
    ["R10: a foreign VRID", 255, message(0x31, 50, 100, 1), false],
    ["R04: a VRID in use in the other version", 255, message(0x21, 51, 100, 1), false],
    ["R04: no version at all", 255, message(0x41, 51, 100, 1), false],
    ["R05: a wrong type", 255, message(0x32, 51, 100, 1), false],
    ["R06: too short for a header", 255, good.subarray(0, 7), false],
    ["R06: too short for its addresses", 255, message(0x31, 51, 100, 200), false],
    ["R06: version 2, too short for its authentication data", 255, message(0x21, 52, 100, 2), false],
    ["version 2, as long as it must be", 255, message(0x21, 52, 100, 1).subarray(0, 20), true],
    ["nothing", 255, new Uint8Array(), false],
  ] as const) {
    test(what, () => {
      const program = selectionProgram({ interest, oneInRest: 256 });
      assert.equal(isOfInterest(ttl, bytes, interest), expected);
      assert.equal(runFilter(program, arrived("ipv4", ttl, bytes), unlucky) > 0, expected);
    });
  }

  test("of the rest, one in so many is taken", () => {
    const program = selectionProgram({ interest, oneInRest: 256 });
    const packet = arrived("ipv4", 254, good);
    assert.ok(runFilter(program, packet, 0) > 0);
    assert.ok(runFilter(program, packet, 0x00ff_ffff) > 0);
    assert.equal(runFilter(program, packet, 0x0100_0000), 0);
    assert.ok(runFilter(selectionProgram({ interest, oneInRest: 1 }), packet, unlucky) > 0, "1 is everything");
  });

  test("the program takes what the function finds interesting, whatever the packet", () => {
    const vrids = uniqueArray(integer({ min: 1, max: 255 }), { maxLength: 40 });
    const head = tuple(constantFrom(0x21, 0x31, 0x32, 0x41), integer({ min: 0, max: 255 }));
    const anything = uint8Array({ maxLength: 60 });
    holds(
      property(
        constantFrom<Family>("ipv4", "ipv6"),
        boolean(),
        vrids,
        vrids,
        constantFrom(255, 255, 254, 1),
        head,
        integer({ min: 0, max: 4 }),
        anything,
        integer({ min: 0, max: 10 }),
        (family, neighborsOnly, two, three, ttl, [first, vrid], count, rest, options) => {
          const wanted = { family, neighborsOnly, vrids: { 2: new Set(two), 3: new Set(three) } };
          const known = [...two, ...three][vrid % 7] ?? vrid;
          const bytes = Uint8Array.of(first, known, 100, count, ...rest).subarray(0, rest.length);
          const program = selectionProgram({ interest: wanted, oneInRest: 1000 });
          const taken = runFilter(program, arrived(family, ttl, bytes, options), unlucky) > 0;
          assert.equal(taken, isOfInterest(ttl, bytes, wanted));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("255 VRIDs of both versions fit into a program", () => {
    const all = new Set(Array.from({ length: 255 }, (_, index) => index + 1));
    const program = selectionProgram({ interest: { ...interest, vrids: { 2: all, 3: all } }, oneInRest: 1 });
    // BPF_MAXINSNS
    assert.ok(program.length / 8 <= 4096);
  });

  test("a jump goes forward only", () => {
    assert.throws(
      () =>
        assemble([
          { label: "a", do: "return" },
          { do: "jump", whenTrue: "a" },
        ]),
      RangeError,
    );
    assert.throws(() => assemble([{ do: "jumpEqual", whenTrue: "nowhere" }]), RangeError);
  });
});
