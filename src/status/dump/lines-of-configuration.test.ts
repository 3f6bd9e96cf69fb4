import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "../../config/load.ts";
import type { Configuration } from "../../config/model.ts";
import { addressLine } from "./address-line.ts";
import { routeLine } from "./route-line.ts";
import { ruleLine } from "./rule-line.ts";

// The right-hand sides are what C Keepalived 2.2.7 wrote for the same lines.

function load(block: string, line: string): Configuration {
  const text = `${block} {\n ${line}\n}\n`;
  return loadConfiguration({ path: "t.conf", text }, { hostName: "h", interfaces: new Set(["e0", "e1"]) })
    .configuration;
}

const addresses = new Map([
  ["192.0.2.100/24 dev e0 label e0:1", "192.0.2.100/24 dev e0 scope global label e0:1 set"],
  ["192.0.2.101 dev e0", "192.0.2.101 dev e0 scope global set"],
  ["192.0.2.102/32 dev e0 scope host", "192.0.2.102 dev e0 scope host set"],
  ["192.0.2.101/24 dev e0 brd 192.0.2.255", "192.0.2.101/24 brd 192.0.2.255 dev e0 scope global set"],
  [
    "192.0.2.105 peer 192.0.2.106 dev e0 label e0:x",
    "192.0.2.105 dev e0 scope global label e0:x peer 192.0.2.106/32 set",
  ],
  ["2001:db8::1/64 dev e0", "2001:db8::1/64 dev e0 scope global preferred_lft forever set"],
  ["2001:db8::a dev e0 preferred_lft 0", "2001:db8::a dev e0 scope global deprecated set"],
  [
    "2001:db8::9/64 dev e0 preferred_lft 100 -nodad home mngtmpaddr autojoin noprefixroute",
    "2001:db8::9/64 dev e0 scope global home -nodad mngtmpaddr noprefixroute autojoin preferred_lft 100 set",
  ],
]);

const routes = new Map([
  ["198.51.100.0/24 via 192.0.2.254 dev e0", "prepend 198.51.100.0/24 via inet 192.0.2.254 dev e0 proto 18"],
  ["default via 192.0.2.254 table 100", "prepend 0.0.0.0/0 via inet 192.0.2.254 table 100 proto 18 no_track"],
  [
    "203.0.113.0/24 src 192.0.2.100 dev e1 metric 10",
    "prepend 203.0.113.0/24 src 192.0.2.100 dev e1 proto 18 metric 10",
  ],
  ["unreachable 10.8.0.0/16", "add unreachable 10.8.0.0/16 proto 18 no_track"],
  ["append 10.13.0.0/16 via 192.0.2.9 dev e0 no_track", "append 10.13.0.0/16 via inet 192.0.2.9 dev e0 no_track"],
  [
    "10.12.0.0/16 via 192.0.2.9 dev e0 advmss 1200 initcwnd 20 mtu lock 1300",
    "prepend 10.12.0.0/16 via inet 192.0.2.9 dev e0 proto 18 mtu lock 1300 advmss 1200 initcwnd 20",
  ],
  [
    "2001:db8:1::/48 via fe80::5 dev e0 metric 100 pref low expires 30",
    "prepend 2001:db8:1::/48 via inet6 fe80::5 dev e0 proto 18 metric 100 expires 30sec pref low",
  ],
  [
    "10.10.0.0/16 dev e0 scope link mtu 1400 metric 5 tos 4 realms 3/4 quickack 1 congctl reno features ecn hoplimit 4",
    "prepend 10.10.0.0/16 tos 4 dev e0 proto 18 scope 253 metric 5 realms 3/4 congctl reno features ecn mtu 1400 hoplimit 4 quickack 1",
  ],
  [
    "10.15.0.0/16 metric 7 nexthop via 192.0.2.8 dev e0 weight 3 onlink realms 3 nexthop via 192.0.2.9 dev e0",
    "prepend 10.15.0.0/16 proto 18 metric 7 nexthop via inet 192.0.2.8 dev e0 weight 3 onlink realm 3 nexthop via inet 192.0.2.9 dev e0 no_track",
  ],
]);

const rules = new Map([
  [
    "from 192.0.2.0/24 to 10.0.0.0/8 table 100 priority 500 iif e0 oif e1 tos 0x10",
    "from 192.0.2.0/24 to 10.0.0.0/8 priority 500 tos 0x10 iif e0 oif e1 protocol 18 lookup 100",
  ],
  [
    "not from 192.0.2.7 fwmark 5/7 goto 700 priority 600",
    "not from 192.0.2.7 priority 600 tos 0x0 fwmark 0x5/0x7 protocol 18 goto 700",
  ],
  [
    "from 192.0.2.8 blackhole priority 444 ipproto tcp sport 80-90 dport 22-23 uidrange 5-7",
    "from 192.0.2.8 priority 444 tos 0x0 uidrange 5-7 protocol 18 ipproto 6 sport 80-90 dport 22-23 type blackhole",
  ],
  ["to 2001:db8::/32 table 101 priority 9", "from all to 2001:db8::/32 priority 9 tos 0x0 protocol 18 lookup 101"],
]);

for (const [line, expected] of addresses) {
  test(`an address line: ${line}`, () => {
    const [address] = load("static_ipaddress", line).vrrp.statics?.addresses ?? [];
    assert.ok(address);
    assert.equal(addressLine(address, true), expected);
    assert.equal(addressLine(address, false), expected.replace(/ set$/u, ""));
  });
}
for (const [line, expected] of routes) {
  test(`a route line: ${line}`, () => {
    const [route] = load("static_routes", line).vrrp.statics?.routes ?? [];
    assert.ok(route);
    assert.equal(routeLine(route), expected);
  });
}
for (const [line, expected] of rules) {
  test(`a rule line: ${line}`, () => {
    const [rule] = load("static_rules", line).vrrp.statics?.rules ?? [];
    assert.ok(rule);
    assert.equal(ruleLine(rule), expected);
  });
}
