import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import type { TableKey } from "../../base/lvs-table.ts";
import { clientSet, parseServiceChain, serverChain, serviceChain } from "./names.ts";

const keys: readonly (readonly [name: string, key: TableKey])[] = [
  ["service/tcp/192.0.2.1/80", { kind: "address", address: IpAddress.of("192.0.2.1"), port: 80, protocol: "TCP" }],
  ["service/sctp/2001-db8--1/0", { kind: "address", address: IpAddress.of("2001:db8::1"), port: 0, protocol: "SCTP" }],
  ["service/mark/4294967295/ipv6", { kind: "mark", mark: 4_294_967_295, family: "ipv6" }],
];

test("the name of a service's chain says which service it is, in both directions", () => {
  for (const [name, key] of keys) {
    assert.equal(serviceChain(key), name);
    assert.deepEqual(parseServiceChain(name), key);
  }
});

test("other chains are for no service", () => {
  for (const name of [
    "prerouting",
    "service/",
    "service/tcp/1.2.3/80",
    "service/tcp/192.0.2.1/65536",
    "service/mark/7/x",
  ]) {
    assert.equal(parseServiceChain(name), undefined, name);
  }
  assert.equal(parseServiceChain("service/tcp/192.0.2.1/80/more"), undefined);
});

test("names can be read by nft(8) and are short enough for the kernel", () => {
  const address = IpAddress.of("2001:db8:1111:2222:3333:4444:5555:6666");
  const key: TableKey = { kind: "address", address, port: 65_535, protocol: "SCTP" };
  for (const name of [serviceChain(key), serverChain(key, key), clientSet(key, key)]) {
    assert.match(name, /^[a-z][a-z0-9/._-]*$/u);
    assert.ok(name.length < 128, name);
  }
});
