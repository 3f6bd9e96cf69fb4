import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { seconds } from "../../base/time.ts";
import { encodeNewRoute, encodeRemoveRoute, type RouteRequest } from "./route.ts";

function request(destination: string, length: number, more: Partial<RouteRequest> = {}): RouteRequest {
  return {
    destination: { address: IpAddress.of(destination), length },
    gateway: undefined,
    interfaceIndex: undefined,
    source: undefined,
    table: 254,
    metric: undefined,
    scope: undefined,
    ...more,
  };
}

function hex(text: string): string {
  return printHex(parseHex(text));
}

const full = request("203.0.113.0", 24, {
  gateway: IpAddress.of("192.0.2.1"),
  interfaceIndex: 3,
  source: IpAddress.of("192.0.2.5"),
  table: 300,
  metric: 7,
});

const attributes = `
  0800 0100 cb007100
  0800 0500 c0000201
  0800 0400 03000000
  0800 0600 07000000
  0800 0f00 2c010000
  0800 0700 c0000205
`;

test("a route is added with everything that it has", () => {
  assert.equal(printHex(encodeNewRoute(full)), hex(`02 18 00 00 00 12 00 01 00000000 ${attributes}`));
});

test("a route is removed whatever its scope", () => {
  assert.equal(printHex(encodeRemoveRoute(full)), hex(`02 18 00 00 00 12 ff 01 00000000 ${attributes}`));
});

test("without a gateway the scope is link for IPv4 and global for IPv6, unless it is given", () => {
  const table = "0800 0f00 fe000000";
  const outgoing = "0800 0400 03000000";
  assert.equal(
    printHex(encodeNewRoute(request("0.0.0.0", 0, { interfaceIndex: 3 }))),
    hex(`02 00 00 00 00 12 fd 01 00000000 ${outgoing} ${table}`),
  );
  assert.equal(
    printHex(encodeNewRoute(request("::", 0, { interfaceIndex: 3 }))),
    hex(`0a 00 00 00 00 12 00 01 00000000 ${outgoing} ${table}`),
  );
  assert.equal(
    printHex(encodeNewRoute(request("0.0.0.0", 0, { interfaceIndex: 3, scope: 254 }))),
    hex(`02 00 00 00 00 12 fe 01 00000000 ${outgoing} ${table}`),
  );
  assert.equal(
    printHex(encodeRemoveRoute(request("0.0.0.0", 0, { interfaceIndex: 3, scope: 254 }))),
    hex(`02 00 00 00 00 12 fe 01 00000000 ${outgoing} ${table}`),
  );
});

test("a type has the scope that belongs to it, and neither gateway nor interface", () => {
  const table = "0800 0f00 fe000000";
  for (const [type, scope, number] of [
    ["blackhole", "00", "06"],
    ["unreachable", "00", "07"],
    ["prohibit", "00", "08"],
    ["throw", "00", "09"],
    ["local", "fe", "02"],
    ["broadcast", "fd", "03"],
  ] as const) {
    const bytes = encodeNewRoute(request("203.0.113.0", 24, { type }));
    assert.equal(printHex(bytes), hex(`02 18 00 00 00 12 ${scope} ${number} 00000000 0800 0100 cb007100 ${table}`));
  }
});

test("what an IPv6 route has of its own", () => {
  const from = { address: IpAddress.of("2001:db8:1::"), length: 48 };
  const bytes = encodeNewRoute(
    request("2001:db8:2::", 64, {
      from,
      preference: "low",
      expires: seconds(100),
      ttlPropagate: true,
      tos: 4,
      protocol: 4,
    }),
  );
  assert.equal(
    printHex(bytes),
    hex(`
      0a 40 30 04 00 04 00 01 00000000
      1400 0100 20010db8 00020000 00000000 00000000
      1400 0200 20010db8 00010000 00000000 00000000
      0800 0f00 fe000000
      0500 1400 03 000000
      0800 1700 64000000
      0500 1a00 01 000000
    `),
  );
});

test("metrics stand in one attribute, the locked ones are named in it", () => {
  const metrics = { mtu: { value: 1400, locked: true }, initcwnd: { value: 10, locked: false } };
  const congestionControl = { name: "reno", locked: true };
  const bytes = encodeNewRoute(request("0.0.0.0", 0, { metrics, ecn: true, congestionControl }));
  assert.equal(
    printHex(bytes),
    hex(`
      02 00 00 00 00 12 fd 01 00000000
      0800 0f00 fe000000
      3000 0800
        0800 0200 78050000
        0800 0b00 0a000000
        0800 0c00 01000000
        0900 1000 72656e6f00 000000
        0800 0100 04000100
    `),
  );
});

test("several ways, each with its share, its flags and its tunnel", () => {
  const way = { gateway: undefined, interfaceIndex: undefined, weight: 1, onLink: false, realms: undefined };
  const mpls = { kind: "mpls", labels: [100, 200] } as const;
  const nexthops = [
    { ...way, gateway: IpAddress.of("192.0.2.8"), weight: 2, onLink: true, encapsulation: undefined },
    { ...way, interfaceIndex: 3, realms: { from: 3, to: 4 }, encapsulation: mpls },
  ];
  const bytes = encodeNewRoute(request("203.0.113.0", 24, { nexthops }));
  assert.equal(
    printHex(bytes),
    hex(`
      02 18 00 00 00 12 00 01 00000000
      0800 0100 cb007100
      3c00 0900
        1000 04 01 00000000 0800 0500 c0000208
        2800 00 00 03000000 0800 0b00 04000300 0600 1500 0100 0000 1000 1600 0c00 0100 00064000 000c8100
      0800 0f00 fe000000
    `),
  );
});

test("a tunnel of a route", () => {
  const encapsulation = {
    kind: "ip",
    id: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5),
    destination: IpAddress.of("192.0.2.9"),
    source: undefined,
    tos: 4,
    ttl: 9,
    flags: undefined,
  } as const;
  const bytes = printHex(encodeNewRoute(request("0.0.0.0", 0, { interfaceIndex: 3, encapsulation })));
  const tunnel =
    "0600 1500 0200 0000 2800 1600 0c00 0100 0000000000000005 0800 0200 c0000209 0500 0400 09000000 0500 0500 04000000";
  assert.ok(bytes.includes(hex(tunnel)), bytes);
});
