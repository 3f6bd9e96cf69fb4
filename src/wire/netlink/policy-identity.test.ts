import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { parseHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { decodeRouteRemoval, decodeRuleRemoval, routeIdentity } from "./policy-identity.ts";
import { encodeNewRoute, type RouteRequest } from "./route.ts";

function route(destination: string, length: number, more: Partial<RouteRequest> = {}): RouteRequest {
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

test("a route that the kernel tells of is the one that was made", () => {
  const from = { address: IpAddress.of("2001:db8:9::"), length: 64 };
  for (const [each, identity] of [
    [route("0.0.0.0", 0), "0.0.0.0/0 table 254 metric 0 tos 0"],
    [route("203.0.113.0", 24, { metric: 5, table: 1000, tos: 16 }), "203.0.113.0/24 table 1000 metric 5 tos 16"],
    [route("2001:db8:2::", 64, { from, metric: 7 }), "2001:db8:2::/64 from 2001:db8:9::/64 table 254 metric 7 tos 0"],
  ] as const) {
    assert.equal(routeIdentity(each), identity);
    assert.deepEqual(decodeRouteRemoval(encodeNewRoute(each)), { ok: true, value: { identity, protocol: 18 } });
  }
});

test("an IPv6 route without a metric has that of the kernel", () => {
  assert.equal(routeIdentity(route("::", 0)), "::/0 table 254 metric 1024 tos 0");
});

test("every error", () => {
  for (const [bytes, error] of [
    ["02 18 00 00 00 12 00 01 000000", "truncated"],
    ["02 18 00 00 00 12 00 01 00000000 0800 0100 cb0071", "truncated"],
    ["07 18 00 00 00 12 00 01 00000000", "family"],
    ["02 18 00 00 00 12 00 01 00000000 0600 0100 cb00 0000", "no-address"],
  ] as const) {
    assert.deepEqual(decodeRouteRemoval(parseHex(bytes)), { ok: false, error });
  }
});

test("no bytes make the decoders throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (arbitrary) => {
      decodeRouteRemoval(arbitrary);
      decodeRuleRemoval(arbitrary);
    }),
  );
});
