import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress, printPrefix } from "../base/ip-address.ts";
import { FakeClock, FakeMachine } from "../platform/fake/index.ts";
import type { AddressSpec, NetworkChange } from "../platform/ports.ts";
import { KernelHand } from "./kernel-hand.ts";

function spec(text: string): AddressSpec {
  const [address = "", length = "32"] = text.split("/");
  const prefix = { address: IpAddress.of(address), length: Number(length) };
  return { interfaceIndex: 1, prefix, scope: 0, label: undefined, broadcast: undefined };
}

function add(text: string): NetworkChange {
  return { kind: "add-address", address: spec(text) };
}

function remove(text: string): NetworkChange {
  return { kind: "remove-address", address: spec(text) };
}

/** A machine with lan0, and a hand that has seen `present` there at its start. */
function setUp(present: readonly string[]): {
  readonly hand: KernelHand;
  readonly other: (change: NetworkChange) => void;
  readonly held: () => readonly string[];
  readonly told: string[];
  readonly found: () => readonly string[];
} {
  const { network, ports } = new FakeMachine(new FakeClock());
  network.addLink("lan0");
  for (const each of present) network.apply(add(each));
  const told: string[] = [];
  let found: readonly string[] = [];
  const hand = new KernelHand(ports.openNetworkConfigurator(), network.addresses(), {
    tell: (what, error) => error !== undefined && told.push(`${what()} ${error.code}`),
    found: (places) => void (found = places),
    notice: (message) => told.push(message),
  });
  return {
    hand,
    other: (change) => network.apply(change),
    held: () => network.addresses().map(({ prefix }) => printPrefix(prefix)),
    told,
    found: () => found,
  };
}

test("an address that somebody else has put there stays there, and that is said", () => {
  const { hand, other, held, told, found } = setUp([]);
  other(add("192.0.2.100/24"));
  hand.apply([add("192.0.2.100/24"), add("192.0.2.101/24")]);
  assert.deepEqual(found(), ["1 192.0.2.100/24"]);
  assert.deepEqual(told, [
    "192.0.2.100/24 was there already, made by somebody else: it is used and will not be removed",
  ]);
  assert.deepEqual(hand.apply([remove("192.0.2.100/24"), remove("192.0.2.101/24")]), ["absent", undefined]);
  assert.deepEqual(held(), ["192.0.2.100/24"]);
  assert.deepEqual(found(), []);
});

test("one that we have added and add again is ours", () => {
  const { hand, held, told } = setUp([]);
  hand.apply([add("192.0.2.100/24"), add("192.0.2.100/24")]);
  hand.apply([remove("192.0.2.100/24")]);
  assert.deepEqual([held(), told], [[], []]);
});

test("what a run that was killed has left is ours, too", () => {
  const { hand, held, told } = setUp(["192.0.2.100/24"]);
  hand.apply([add("192.0.2.100/24")]);
  hand.apply([remove("192.0.2.100/24")]);
  assert.deepEqual([held(), told], [[], []]);
});

test("a found address that is taken away and put back by us is ours from then on", () => {
  const { hand, other, held } = setUp([]);
  other(add("192.0.2.100/24"));
  hand.apply([add("192.0.2.100/24")]);
  other(remove("192.0.2.100/24"));
  hand.apply([add("192.0.2.100/24")]);
  hand.apply([remove("192.0.2.100/24")]);
  assert.deepEqual(held(), []);
});

test("what was there and is not of the kind that a killed run leaves is somebody else's", () => {
  const { hand, held, told } = setUp(["192.0.2.100/24"]);
  const list = [add("192.0.2.100/24"), add("192.0.2.101/24")];
  hand.disown({ size: 2, slice: (start, end) => list.slice(start, end) });
  hand.apply(list);
  hand.apply([remove("192.0.2.100/24"), remove("192.0.2.101/24")]);
  assert.deepEqual(held(), ["192.0.2.100/24"]);
  assert.equal(told.length, 1);
});

test("what the kernel refuses is told by its name", () => {
  const { hand, told } = setUp([]);
  hand.apply([{ kind: "add-address", address: { ...spec("192.0.2.100/24"), interfaceIndex: 9 } }]);
  assert.deepEqual(told, ["Cannot add address 192.0.2.100/24 ENODEV"]);
});
