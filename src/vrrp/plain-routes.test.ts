import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import type { VirtualRoute } from "./config.ts";
import { isPlainRoute } from "./plain-routes.ts";

const plain: VirtualRoute = {
  destination: { address: IpAddress.of("198.51.100.0"), length: 24 },
  gateway: undefined,
  interface: "eth0",
  source: undefined,
  table: 254,
  metric: undefined,
  scope: undefined,
};

void test("a route is made without what only tunes it, and not without what decides where packets go", () => {
  assert(isPlainRoute(plain));
  assert(isPlainRoute({ ...plain, metrics: { mtu: { value: 1400, locked: false } }, ecn: true, protocol: 4 }));
  const other: readonly Partial<VirtualRoute>[] = [
    { type: "blackhole" },
    { from: plain.destination },
    { tos: 0 },
    { vrf: "blue" },
    { onLink: true },
    { encapsulation: { kind: "mpls", labels: [16] } },
    { nexthops: [] },
  ];
  for (const option of other) assert(!isPlainRoute({ ...plain, ...option }), JSON.stringify(option));
});
