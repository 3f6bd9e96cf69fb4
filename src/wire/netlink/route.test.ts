import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
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
  0800 0700 c0000205
  0800 0600 07000000
  0800 0f00 2c010000
`;

test("a route is added with everything that it has", () => {
  assert.equal(printHex(encodeNewRoute(full)), hex(`02 18 00 00 00 12 00 01 00000000 ${attributes}`));
});

test("a route is removed whatever its scope and type", () => {
  assert.equal(printHex(encodeRemoveRoute(full)), hex(`02 18 00 00 00 12 ff 00 00000000 ${attributes}`));
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
    hex(`02 00 00 00 00 12 fe 00 00000000 ${outgoing} ${table}`),
  );
});
