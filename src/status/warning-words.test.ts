import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { seconds } from "../base/time.ts";
import type { Warning } from "../vrrp/warning.ts";
import { printCure, printWarning } from "./warning-words.ts";

const other = IpAddress.of("192.0.2.2");
const address = (last: number): IpAddress => IpAddress.of(`192.0.2.${last}`);

const golden: readonly (readonly [warning: Warning, text: string, cure: string])[] = [
  [
    { kind: "split-brain", priority: 50, ours: 100, rejection: undefined },
    "Split brain: VI_1 is master here, and 192.0.2.2 is master as well with priority 50, ours is 100",
    "192.0.2.2 does not hear this node: look for a firewall there, or a switch between the two, that drops protocol 112",
  ],
  [
    { kind: "split-brain", priority: undefined, ours: 100, rejection: { kind: "password" } },
    "Split brain: VI_1 is master here, and 192.0.2.2 is master as well; an advert of it is rejected: its password is wrong",
    "Give both nodes the same auth_pass",
  ],
  [
    { kind: "address-list-differs", missing: [address(100)], unexpected: [address(101), address(102)] },
    "192.0.2.2 advertises other addresses for VI_1: it lacks 192.0.2.100, and it has 192.0.2.101, 192.0.2.102, which VI_1 lacks here",
    "Write the same virtual_ipaddress on both nodes, or what differs into virtual_ipaddress_excluded",
  ],
  [
    { kind: "address-list-differs", missing: [], unexpected: [] },
    "192.0.2.2 advertises other addresses for VI_1: some are there twice",
    "Write the same virtual_ipaddress on both nodes, or what differs into virtual_ipaddress_excluded",
  ],
  [
    { kind: "vrid-conflict", vrid: 51, interface: "eth0", addresses: [address(77)] },
    "192.0.2.2 uses VRID 51 of VI_1 on eth0 for other addresses (192.0.2.77): it belongs to another virtual router",
    "Give one of the two another virtual_router_id; holdfast scan eth0 shows which are in use",
  ],
  [
    { kind: "carp", vrid: 51, interface: "eth0" },
    "192.0.2.2 speaks CARP with vhid 51 on eth0, whose virtual MAC address is that of VRID 51 of VI_1",
    "Give one of the two another number: virtual_router_id here, or vhid on 192.0.2.2",
  ],
  [
    { kind: "owner-conflict" },
    "192.0.2.2 claims to own the addresses of VI_1 with priority 255, as this node does",
    "Give priority 255 to one node only",
  ],
  [
    { kind: "adverts-rejected", reason: { kind: "interval", received: seconds(2), expected: seconds(1) } },
    "No advert of 192.0.2.2 for VI_1 is believed: its advert interval is 2 s, not 1 s",
    "Give both nodes the same advert_int: version 2 of VRRP does not accept another one",
  ],
  [
    { kind: "adverts-rejected", reason: { kind: "ttl", ttl: 254, minimum: 255, maximum: 255 } },
    "No advert of 192.0.2.2 for VI_1 is believed: its TTL is 254, not 255",
    "Adverts must not pass a router: put both nodes on one segment, or use unicast_peer",
  ],
  [
    { kind: "adverts-rejected", reason: { kind: "authentication-type", received: 1, expected: 0 } },
    "No advert of 192.0.2.2 for VI_1 is believed: its authentication is of type 1, not 0",
    "Give both nodes the same auth_type and auth_pass",
  ],
  [
    { kind: "adverts-rejected", reason: { kind: "version" } },
    "No advert of 192.0.2.2 for VI_1 is believed: it is of another version of VRRP",
    "Give both nodes the same vrrp_version",
  ],
];

for (const [warning, text, cure] of golden) {
  test(`${warning.kind}: ${text}`, () => {
    const facts = { instance: "VI_1", other, warning };
    assert.deepEqual([printWarning(facts), printCure(facts)], [text, cure]);
  });
}

test("plain data is told in the same words", () => {
  const warning = { kind: "vrid-conflict", vrid: 51, interface: "eth0", addresses: ["192.0.2.77"] } as const;
  assert.match(printWarning({ instance: "VI_1", other: "192.0.2.2", warning }), /\(192\.0\.2\.77\)/u);
});
