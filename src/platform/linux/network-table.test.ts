import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { MacAddress } from "../../base/mac-address.ts";
import type { InterfaceAddress, Link } from "../ports.ts";
import { NetworkTable } from "./network-table.ts";

const link: Link = {
  index: 2,
  name: "eth0",
  up: true,
  running: true,
  loopback: false,
  multicast: true,
  noArp: false,
  mac: MacAddress.parse("02:00:00:00:00:01"),
  mtu: 1500,
};
const address: InterfaceAddress = {
  interfaceIndex: 2,
  prefix: { address: IpAddress.of("192.0.2.1"), length: 24 },
  scope: 0,
  secondary: false,
  tentative: false,
};

test("a link is told when it is new or differs in anything, and not when it is the same again", () => {
  const table = new NetworkTable();
  const changes: readonly Partial<Link>[] = [
    { name: "lan0" },
    { up: false },
    { running: false },
    { loopback: true },
    { multicast: false },
    { noArp: true },
    { mac: undefined },
    { mac: MacAddress.parse("02:00:00:00:00:02") },
    { mtu: 9000 },
  ];
  for (const change of [{}, ...changes]) {
    const event = { kind: "link", link: { ...link, ...change } } as const;
    assert.equal(table.apply(event), event);
    assert.equal(table.apply({ kind: "link", link: { ...event.link } }), undefined);
    assert.deepEqual(table.links(), [event.link]);
  }
});

test("an address is told when it is new or differs in anything, and not when it is the same again", () => {
  const table = new NetworkTable();
  for (const change of [{}, { scope: 253 }, { secondary: true }, { tentative: true }]) {
    const event = { kind: "address-added", address: { ...address, ...change } } as const;
    assert.equal(table.apply(event), event);
    assert.equal(table.apply({ ...event, address: { ...event.address } }), undefined);
    assert.deepEqual(table.addresses(), [event.address]);
  }
});

test("the removal of what is not known is not told", () => {
  const table = new NetworkTable();
  assert.equal(table.apply({ kind: "address-removed", address }), undefined);
  assert.equal(table.apply({ kind: "link-removed", index: 2, name: "eth0" }), undefined);
});

test("the differences lead to what is really there: removals first, addresses before their links", () => {
  const table = new NetworkTable();
  table.apply({ kind: "link", link });
  table.apply({ kind: "address-added", address });
  const other: Link = { ...link, index: 3, name: "eth1" };
  const moved: InterfaceAddress = { ...address, interfaceIndex: 3 };
  const told = table.differences([other], [moved]).map((event) => table.apply(event));
  assert.deepEqual(told, [
    { kind: "address-removed", address },
    { kind: "link-removed", index: 2, name: "eth0" },
    { kind: "link", link: other },
    { kind: "address-added", address: moved },
  ]);
  assert.deepEqual(
    table.differences([other], [moved]).filter((event) => table.apply(event) !== undefined),
    [],
  );
});
