import assert from "node:assert/strict";
import { test } from "node:test";

import type { VirtualAddress, VirtualRoute, VirtualRule } from "../../vrrp/config.ts";
import { configTestStatus } from "../config-test.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { loadConfiguration } from "../load.ts";
import type { LoadResult } from "../load.ts";
import { addressOptions } from "./address-options.ts";
import type { LineOptionRow } from "./line-option.ts";
import { nexthopOptions } from "./nexthops.ts";
import { printAddressLine } from "./print-address.ts";
import { printRouteLine } from "./print-route.ts";
import { printRuleLine } from "./print-rule.ts";
import type { RouteNames } from "./route-names.ts";
import { routeOptions } from "./route-options.ts";
import { ruleOptions } from "./rule-options.ts";

/** What a line means, and what the reader says about it apart from what is not built yet. */
type Reading = {
  readonly addresses: readonly VirtualAddress[];
  readonly routes: readonly VirtualRoute[];
  readonly rules: readonly VirtualRule[];
  readonly findings: readonly Diagnostic[];
};

type Kind = "address" | "route" | "rule";

const blocks: Readonly<Record<Kind, string>> = {
  address: "virtual_ipaddress_excluded",
  route: "virtual_routes",
  rule: "virtual_rules",
};

const names: RouteNames = {
  tables: new Map([["small", 6908]]),
  protocols: new Map(),
  scopes: new Map(),
  realms: new Map([["PQA", 7]]),
  dsfields: new Map(),
  groups: new Map([["uplinks", 3]]),
};

const interfaces: ReadonlySet<string> = new Set(["eth0", "eth1", "eth2", "lo"]);

function load(block: string, ...lines: readonly string[]): LoadResult {
  const text = `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 1
    no_virtual_ipaddress
    ${block} {
      ${lines.join("\n")}
    }
  }`;
  return loadConfiguration({ path: "a.conf", text }, { hostName: "h", interfaces, routeNames: names });
}

function read(kind: Kind, line: string): Reading {
  const { configuration, diagnostics } = load(blocks[kind], line);
  const [instance] = configuration.vrrp.instances;
  assert(instance !== undefined);
  const findings = diagnostics.filter(({ code }) => code !== "not-implemented");
  const { excludedAddresses: addresses, routes, rules = [] } = instance;
  return { addresses, routes, rules, findings };
}

function messagesOf({ findings }: Pick<Reading, "findings">): readonly string[] {
  return findings.map(({ message }) => message.replace("(VI_1) ", ""));
}

function print({ addresses, routes, rules }: Reading): string {
  const lines = [
    ...addresses.map((address) => printAddressLine(address)),
    ...routes.map((route) => printRouteLine(route)),
    ...rules.map((rule) => printRuleLine(rule)),
  ];
  return lines.join("\n");
}

/** Lines without a mistake, and the canonical line where it is another one. */
const good: Readonly<Record<Kind, readonly (string | readonly [string, string])[]>> = {
  address: [
    ["192.0.2.1", "192.0.2.1 dev eth0"],
    ["192.0.2.1/24 dev eth1", "192.0.2.1/24 dev eth1"],
    ["192.0.2.1/32", "192.0.2.1 dev eth0"],
    ["192.0.2.1/0", "192.0.2.1/0 dev eth0"],
    ["192.0.2.77/24 brd +", "192.0.2.77/24 brd 192.0.2.255 dev eth0"],
    ["192.0.2.77/24 broadcast -", "192.0.2.77/24 brd 192.0.2.0 dev eth0"],
    ["192.0.2.1/30 brd 192.0.2.3 brd 192.0.2.2", "192.0.2.1/30 brd 192.0.2.2 dev eth0"],
    ["192.0.2.1 scope site label eth0:1", "192.0.2.1 dev eth0 scope 200 label eth0:1"],
    ["192.0.2.1 scope global", "192.0.2.1 dev eth0"],
    ["192.0.2.1 scope 0x10", "192.0.2.1 dev eth0 scope 16"],
    ["192.0.2.1 scope 255", "192.0.2.1 dev eth0 scope 255"],
    ["192.0.2.1 label eth0:1234567890", "192.0.2.1 dev eth0 label eth0:1234567890"],
    ["192.0.2.1 peer 192.0.2.9", "192.0.2.1 dev eth0 peer 192.0.2.9"],
    ["192.0.2.1 peer 192.0.2.9/24", "192.0.2.1 dev eth0 peer 192.0.2.9/24"],
    [
      "192.0.2.1 autojoin noprefixroute mngtmpaddr -nodad home",
      "192.0.2.1 dev eth0 home -nodad mngtmpaddr noprefixroute autojoin",
    ],
    ["192.0.2.1 no_track use_vmac", "192.0.2.1 dev eth0 use_vmac no_track"],
    ["192.0.2.1 preferred_lft 0", "192.0.2.1 dev eth0 preferred_lft 0"],
    ["192.0.2.1 preferred_lft 4294967294", "192.0.2.1 dev eth0 preferred_lft 4294967294"],
    ["192.0.2.1 preferred_lft forever", "192.0.2.1 dev eth0"],
    ["2001:db8::1", "2001:db8::1 dev eth0"],
    ["2001:db8::1/128 preferred_lft 0", "2001:db8::1 dev eth0"],
    ["2001:db8::1 preferred_lft forever", "2001:db8::1 dev eth0 preferred_lft forever"],
    ["2001:db8::1/64 preferred_lft 3", "2001:db8::1/64 dev eth0 preferred_lft 3"],
    ["2001:db8::1/64 preferred_lft 0", "2001:db8::1/64 dev eth0 preferred_lft 0"],
  ],
  route: [
    ["default via 192.0.2.254 dev eth0", "default via 192.0.2.254 dev eth0"],
    ["any via 2001:db8::1 dev eth0", "default6 via 2001:db8::1 dev eth0"],
    ["default6 dev eth0", "default6 dev eth0"],
    ["inet6 default dev eth0", "default6 dev eth0"],
    ["dev eth0 all inet", "default dev eth0"],
    ["src 192.0.2.3 to 10.0.0.0/8 via inet 192.0.2.1 oif eth1", "10.0.0.0/8 src 192.0.2.3 via 192.0.2.1 dev eth1"],
    ["10.0.0.1/8 dev eth0 table small", "10.0.0.1/8 dev eth0 table 6908"],
    ["10.0.0.0/8 dev eth0 table main", "10.0.0.0/8 dev eth0"],
    ["10.0.0.0/8 dev eth0 table 0", "10.0.0.0/8 dev eth0"],
    ["10.0.0.0/8 dev eth0 table 010", "10.0.0.0/8 dev eth0 table 8"],
    ["10.0.0.0/8 dev eth0 table 4294967295", "10.0.0.0/8 dev eth0 table 4294967295"],
    ["10.0.0.0/8 dev eth0 priority 5 scope link", "10.0.0.0/8 dev eth0 scope 253 metric 5"],
    ["10.0.0.0/8 dev eth0 metric 0", "10.0.0.0/8 dev eth0 metric 0"],
    ["10.0.0.0/8 dev eth0 preference 4294967295", "10.0.0.0/8 dev eth0 metric 4294967295"],
    ["10.0.0.0/8 dev eth0 dev eth1", "10.0.0.0/8 dev eth1"],
    ["blackhole 10.0.0.0/8 no_track", "blackhole 10.0.0.0/8 no_track"],
    ["unicast 10.0.0.0/8 dev eth0", "10.0.0.0/8 dev eth0 add"],
    ["throw 10.0.0.0/8 no_track prepend", "throw 10.0.0.0/8 prepend no_track"],
    ["local 10.0.0.1 dev lo append", "local 10.0.0.1 dev lo append"],
    ["10.0.0.0/8 dev eth0 prepend", "10.0.0.0/8 dev eth0"],
    ["10.0.0.0/8 dev eth0 add append", "10.0.0.0/8 dev eth0 append"],
    ["10.0.0.0/8 dev eth0 no_track protocol bird", "10.0.0.0/8 dev eth0 protocol 12 no_track"],
    ["10.0.0.0/8 dev eth0 protocol keepalived", "10.0.0.0/8 dev eth0 protocol 18"],
    ["10.0.0.0/8 via 192.0.2.1 no_track onlink", "10.0.0.0/8 via 192.0.2.1 onlink no_track"],
    ["10.0.0.0/8 dev eth0 tos AF11", "10.0.0.0/8 dev eth0 tos 40"],
    ["10.0.0.0/8 dev eth0 dsfield 0xff", "10.0.0.0/8 dev eth0 tos 255"],
    ["10.0.0.0/8 dev eth0 vrf eth2", "10.0.0.0/8 dev eth0 vrf eth2"],
    ["2001:db8::/32 from 2001:db8:1::/64 dev eth0", "2001:db8::/32 from 2001:db8:1::/64 dev eth0"],
    [
      "10.0.0.0/8 dev eth0 ssthresh lock 107 mtu lock 1000 mtu 1400 hoplimit 255 window 105 quickack 1",
      "10.0.0.0/8 dev eth0 mtu 1400 hoplimit 255 window 105 ssthresh lock 107 quickack 1",
    ],
    [
      "10.0.0.0/8 dev eth0 advmss 1 reordering 2 cwnd 3 initcwnd 4 initrwnd 5 fastopen_no_cookie 0 hoplimit 0",
      "10.0.0.0/8 dev eth0 hoplimit 0 advmss 1 reordering 2 cwnd 3 initcwnd 4 initrwnd 5 fastopen_no_cookie 0",
    ],
    ["10.0.0.0/8 dev eth0 rtt 960000 rttvar 480000", "10.0.0.0/8 dev eth0 rtt 960000 rttvar 480000"],
    ["10.0.0.0/8 dev eth0 rtt 10ms rttvar 10MS", "10.0.0.0/8 dev eth0 rtt 80 rttvar 40"],
    ["10.0.0.0/8 dev eth0 rtt lock 1.5s rto_min 120s", "10.0.0.0/8 dev eth0 rtt lock 12000 rto_min 120000"],
    ["10.0.0.0/8 dev eth0 rto_min lock 108", "10.0.0.0/8 dev eth0 rto_min lock 108"],
    ["10.0.0.0/8 dev eth0 congctl lock cubic features ecn", "10.0.0.0/8 dev eth0 congctl lock cubic features ecn"],
    ["10.0.0.0/8 dev eth0 realms PQA/0x14", "10.0.0.0/8 dev eth0 realms 7/20"],
    ["10.0.0.0/8 dev eth0 realms cosmos", "10.0.0.0/8 dev eth0 realms 0"],
    ["2001:db8::/32 dev eth0 pref high expires 100", "2001:db8::/32 dev eth0 pref high expires 100"],
    ["2001:db8::/32 dev eth0 pref 3", "2001:db8::/32 dev eth0 pref low"],
    ["10.0.0.0/8 dev eth0 ttl-propagate disabled", "10.0.0.0/8 dev eth0 ttl-propagate disabled"],
    [
      "10.0.0.0/8 encap ip id 18446744073709551615 dst 10.0.0.1 src 10.0.0.2 tos 4 ttl 5 flags 3 dev eth0",
      "10.0.0.0/8 dev eth0 encap ip id 18446744073709551615 dst 10.0.0.1 src 10.0.0.2 tos 4 ttl 5 flags 3",
    ],
    [
      "10.0.0.0/8 encap ip6 dst fe80::1 tc EF hoplimit 255 flags 65535 dev eth0",
      "10.0.0.0/8 dev eth0 encap ip6 dst fe80::1 tc 184 hoplimit 255 flags 65535",
    ],
    ["10.0.0.0/8 encap mpls 100/1048575 dev eth0", "10.0.0.0/8 dev eth0 encap mpls 100/1048575"],
    ["10.0.0.0/8 encap ila 0001:ABCD:3:ffff dev eth0", "10.0.0.0/8 dev eth0 encap ila 1:abcd:3:ffff"],
    [
      "10.0.0.0/8 no_track nexthop via 192.0.2.1 dev eth0 weight 256 onlink realms 1/2 nexthop dev eth1 weight 1",
      "10.0.0.0/8 no_track nexthop via 192.0.2.1 dev eth0 weight 256 onlink realms 1/2 nexthop dev eth1",
    ],
    [
      "default no_track nexthop via inet6 fe80::1 encap mpls 16 nexthop",
      "default6 no_track nexthop via fe80::1 encap mpls 16 nexthop",
    ],
  ],
  rule: [
    ["from 10.0.0.0/8 table 1 preference 5", "from 10.0.0.0/8 priority 5 table 1"],
    ["to 10.0.0.0/8 order 0x10 lookup small", "to 10.0.0.0/8 priority 16 table 6908"],
    ["priority 4294967295 table main", "priority 4294967295 table 254"],
    ["inet6 table 1 priority 5", "inet6 priority 5 table 1"],
    ["from default6 table 1 priority 5", "inet6 priority 5 table 1"],
    ["from all to any table 1 priority 5 inet", "priority 5 table 1"],
    ["from fe80::/64 to default table 1 priority 5", "from fe80::/64 priority 5 table 1"],
    [
      "not from 10.0.0.0/8 lookup 1 priority 5 tos AF12 fwmark 24/0xff dev eth0 oif eth2 realms PQA/2 sup_pl 3 sup_group uplinks",
      "not from 10.0.0.0/8 priority 5 tos 48 fwmark 24/255 realms 7/2 suppress_prefixlength 3 suppress_ifgroup 3 iif eth0 oif eth2 table 1",
    ],
    ["fwmark 010 priority 0 table 1", "priority 0 fwmark 8 table 1"],
    ["fwmark /12 priority 1 table 1", "priority 1 fwmark 0/12 table 1"],
    ["fwmark 24/ priority 1 table 1", "priority 1 fwmark 24/0 table 1"],
    ["tunnel-id 18446744073709551615 priority 1 table 1", "priority 1 tunnel-id 18446744073709551615 table 1"],
    ["uidrange 0-4294967295 priority 1 table 1", "priority 1 uidrange 0-4294967295 table 1"],
    [
      "ipproto UDP sport 1-65535 dport 20-30 priority 1 table 1",
      "priority 1 ipproto 17 sport 1-65535 dport 20-30 table 1",
    ],
    ["l3mdev priority 1 no_track protocol 12", "priority 1 protocol 12 l3mdev no_track"],
    ["from 10.0.0.0/8 priority 5 goto 40", "from 10.0.0.0/8 priority 5 goto 40"],
    ["priority 5 nop", "priority 5 nop"],
    ["priority 5 type blackhole", "priority 5 blackhole"],
    ["priority 5 unreachable", "priority 5 unreachable"],
    ["priority 5 prohibit", "priority 5 prohibit"],
  ],
};

for (const kind of ["address", "route", "rule"] as const) {
  for (const entry of good[kind]) {
    const [line, canonical] = typeof entry === "string" ? [entry, entry] : entry;
    void test(`${kind}: ${line}`, () => {
      const reading = read(kind, line);
      assert.deepEqual(messagesOf(reading), []);
      assert.equal(print(reading), canonical);
      assert.deepEqual(read(kind, canonical), reading, "the printed line reads back to the same value");
    });
  }
}

/** A line, what is left of it ("" for nothing), and the status of a configuration test with each of the messages. */
type Bad = readonly [line: string, left: string, status: number, ...messages: string[]];

const host = "192.0.2.1 dev eth0";
const bad: Readonly<Record<Kind, readonly Bad[]>> = {
  address: [
    ["192.0.2", "", 5, "VRRP parsed invalid IP 192.0.2. skipping IP..."],
    ["192.0.2.300/24", "", 5, "VRRP parsed invalid IP 192.0.2.300/24. skipping IP..."],
    ["default", "", 5, "VRRP parsed invalid IP default. skipping IP..."],
    ["192.0.2.1/33", host, 5, "Invalid address prefix len 33 for address 192.0.2.1/33 - using 32"],
    ["192.0.2.1/x", host, 5, "Invalid address prefix len x for address 192.0.2.1/x - using 32"],
    ["192.0.2.1/24 brd", "", 5, "No brd parameter specified for 192.0.2.1/24"],
    ["192.0.2.1 dev", "", 5, "No dev parameter specified for 192.0.2.1"],
    ["192.0.2.1 scope", "", 5, "No scope parameter specified for 192.0.2.1"],
    ["192.0.2.1 label", "", 5, "No label parameter specified for 192.0.2.1"],
    ["192.0.2.1 peer", "", 5, "No peer parameter specified for 192.0.2.1"],
    ["192.0.2.1 preferred_lft", "", 5, "No preferred_lft parameter specified for 192.0.2.1"],
    ["192.0.2.1/24 brd foo", "", 5, "VRRP is trying to assign invalid broadcast foo. skipping VIP..."],
    ["192.0.2.1/24 brd fe80::1", "", 5, "VRRP is trying to assign invalid broadcast fe80::1. skipping VIP..."],
    ["192.0.2.1/31 brd +", "192.0.2.1/31 dev eth0", 5, "Address prefix length 31 too long for broadcast"],
    ["fe80::1 brd +", "", 5, "VRRP is trying to assign a broadcast + to the IPv6 address fe80::1 - skipping VIP..."],
    ["192.0.2.1 dev eth9 foo", "", 5, "WARNING - interface eth9 for ip address 192.0.2.1 doesn't exist"],
    ["192.0.2.1 dev eth1 dev eth2", "", 5, "Cannot specify ipaddress device more than once for 192.0.2.1"],
    ["192.0.2.1 scope 256", host, 5, "Invalid scope '256' specified for 192.0.2.1 - ignoring"],
    ["192.0.2.1 scope foo", host, 5, "Invalid scope 'foo' specified for 192.0.2.1 - ignoring"],
    ["192.0.2.1 scope -1", host, 5, "Invalid scope '-1' specified for 192.0.2.1 - ignoring"],
    ["fe80::1 scope link", "fe80::1 dev eth0", 5, "Cannot specify scope for IPv6 addresses (fe80::1) - ignoring scope"],
    [
      "fe80::1 label eth0:1",
      "fe80::1 dev eth0",
      5,
      "Cannot specify label for IPv6 addresses (fe80::1) - ignoring label",
    ],
    [
      "192.0.2.1 label eth0:12345678901",
      "",
      5,
      "Address label eth0:12345678901 is longer than maximum length 15 - removing address",
    ],
    [
      "192.0.2.1/24 peer 192.0.2.9",
      "192.0.2.1 dev eth0 peer 192.0.2.9",
      5,
      "Cannot specify address prefix when specifying peer address - ignoring",
    ],
    ["192.0.2.1 peer foo", host, 5, "VRRP parsed invalid IP foo. skipping IP..."],
    ["192.0.2.1 peer fe80::9", host, 5, "Peer address fe80::9 does not match address family"],
    [
      "192.0.2.1 peer 192.0.2.9 peer 192.0.2.8",
      "192.0.2.1 dev eth0 peer 192.0.2.9",
      5,
      "Peer 192.0.2.8 - another peer has already been specified",
    ],
    ["192.0.2.1 preferred_lft foo", host, 5, "preferred_lft foo is invalid"],
    ["192.0.2.1 preferred_lft -1", host, 5, "preferred_lft -1 is invalid"],
    ["192.0.2.1 preferred_lft 4294967296", host, 5, "preferred_lft 4294967296 is invalid"],
    ["192.0.2.1 192.0.2.2", host, 5, "Unknown configuration entry '192.0.2.2' for ip address - ignoring"],
    [
      "192.0.2.1 track_group x",
      host,
      5,
      "Unknown configuration entry 'track_group' for ip address - ignoring",
      "Unknown configuration entry 'x' for ip address - ignoring",
    ],
  ],
  route: [
    ["10.0.0.0/8 via", "", 2, missing("10.0.0.0/8", "via", 3)],
    ["10.0.0.0/8 mtu lock", "", 2, missing("10.0.0.0/8", "lock", 4)],
    ["10.0.0.0/8 via inet", "", 2, missing("10.0.0.0/8", "inet", 4)],
    ["to", "", 2, missing("to", "to", 2)],
    ["blackhole", "", 2, missing("blackhole", "blackhole", 2)],
    ["10.0.0.0/8 nexthop via 192.0.2.1 weight", "", 2, missing("10.0.0.0/8", "weight", 6)],
    ["10.0.0.0/8 dev eth0 encap ip id", "", 5, "missing id value for ip encapsulation"],
    ["via 192.0.2.1", "", 5, "Route must have a destination"],
    ["10.0.0.0/8 via foo", "", 5, "invalid route via address foo"],
    ["10.0.0.0/8 via 192.0.2.1/24", "", 5, "invalid route via address 192.0.2.1/24"],
    ["10.0.0.0/8 src foo", "", 5, "invalid route src address foo"],
    ["10.0.0.0/8 via fe80::1", "", 5, "Cannot mix IPv4 and IPv6 addresses for route"],
    ["10.0.0.0/8 via inet6 192.0.2.1", "", 5, "Cannot mix IPv4 and IPv6 addresses for route"],
    ["default6 via 192.0.2.1", "", 5, "Cannot mix IPv4 and IPv6 addresses for route"],
    ["10.0.0.0/8 dev eth0 inet6", "", 5, "inet6 specified for IPv4 route"],
    ["2001:db8::/32 dev eth0 inet", "", 5, "inet specified for IPv6 route"],
    ["10.0.0.0/8 dev eth9", "", 5, "WARNING - interface eth9 for VROUTE nexthop doesn't exist"],
    ["10.0.0.0/8 dev eth0 vrf blue", "", 5, "VRF blue not found for route"],
    ["10.0.0.0/8 dev eth0 from 10.0.0.0/24", "", 5, "route from address only supported with IPv6"],
    ["10.0.0.0/8 dev eth0 tos 256", "", 5, "TOS value 256 is invalid"],
    ["10.0.0.0/8 dev eth0 tos af11", "", 5, "TOS value af11 is invalid"],
    ["10.0.0.0/8 dev eth0 table foo", "", 5, "Routing table foo not found for route"],
    ["10.0.0.0/8 dev eth0 table 12x", "", 5, "Routing table 12x not found for route"],
    ["10.0.0.0/8 dev eth0 scope 256", "", 5, "Scope 256 not found or invalid for route"],
    ["10.0.0.0/8 dev eth0 protocol 256", "", 5, "Protocol 256 not found or invalid for route"],
    [
      "10.0.0.0/8 dev eth0 protocol bird",
      "10.0.0.0/8 dev eth0",
      5,
      "Route cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol",
    ],
    ["10.0.0.0/8 dev eth0 metric -1", "", 5, "Invalid metric -1 specified for route"],
    ["10.0.0.0/8 dev eth0 metric 0x10", "", 5, "Invalid metric 0x10 specified for route"],
    ["10.0.0.0/8 dev eth0 metric 4294967296", "", 5, "Invalid metric 4294967296 specified for route"],
    ["10.0.0.0/8 dev eth0 mtu 4294967296", "", 5, "Invalid MTU 4294967296 specified for route"],
    ["10.0.0.0/8 dev eth0 hoplimit 256", "", 5, "Invalid hoplimit 256 specified for route"],
    ["10.0.0.0/8 dev eth0 window lock 5", "", 5, "Invalid window value lock specified for route"],
    ["10.0.0.0/8 dev eth0 rtt 960001", "", 5, "Invalid rtt 960001 specified for route"],
    ["10.0.0.0/8 dev eth0 rtt 961s", "", 5, "Invalid rtt 961s specified for route"],
    ["10.0.0.0/8 dev eth0 rttvar 10us", "", 5, "Invalid rttvar 10us specified for route"],
    ["10.0.0.0/8 dev eth0 rto_min 120001", "", 5, "Invalid rto_min value 120001 specified for route"],
    ["10.0.0.0/8 dev eth0 rto_min 1.5", "10.0.0.0/8 dev eth0 rto_min 2", 5, "number '1.5' has too many decimal places"],
    ["10.0.0.0/8 dev eth0 quickack 2", "", 5, "Invalid quickack value 2 specified for route"],
    ["10.0.0.0/8 dev eth0 fastopen_no_cookie on", "", 5, "Invalid fastopen_no_cookie value on specified for route"],
    ["10.0.0.0/8 dev eth0 features foo", "10.0.0.0/8 dev eth0", 5, "feature foo not supported"],
    ["10.0.0.0/8 dev eth0 realms 256/1", "", 5, "Invalid realms 256/1 for route"],
    ["10.0.0.0/8 dev eth0 realms 1/", "", 5, "Invalid realms 1/ for route"],
    ["2001:db8::/32 dev eth0 realms 1", "", 5, "realms are only valid for IPv4"],
    ["10.0.0.0/8 dev eth0 pref low", "", 5, "pref is only valid for IPv6"],
    ["2001:db8::/32 dev eth0 pref 2", "", 5, "Invalid pref value 2 specified for route"],
    ["10.0.0.0/8 dev eth0 expires 5", "", 5, "expires is only valid for IPv6"],
    ["2001:db8::/32 dev eth0 expires x", "", 5, "Invalid expires time x specified for route"],
    [
      "10.0.0.0/8 dev eth0 ttl-propagate on",
      "10.0.0.0/8 dev eth0 ttl-propagate disabled",
      5,
      "ttl-propagate value on not recognised",
    ],
    ["10.0.0.0/8 dev eth0 as to 192.0.2.1", "10.0.0.0/8 dev eth0", 5, '"as to" for MPLS only - ignoring'],
    [
      "10.0.0.0/8 gw 192.0.2.1 dev eth0",
      "10.0.0.0/8 via 192.0.2.1 dev eth0",
      5,
      '"gw" for routes is deprecated. Please use "via"',
    ],
    [
      "10.0.0.0/8 via 192.0.2.1 or 192.0.2.2 dev eth0",
      "10.0.0.0/8 dev eth0 nexthop via 192.0.2.1 nexthop via 192.0.2.2",
      5,
      '"or" for routes is deprecated. Please use "nexthop"',
    ],
    [
      "10.0.0.0/8 or 192.0.2.1 dev eth0 nexthop",
      "",
      5,
      '"or" for routes is deprecated. Please use "nexthop"',
      'Cannot specify nexthops with "or" route',
    ],
    ["10.0.0.0/8 dev eth0 encap", "", 5, "Missing encap type"],
    ["10.0.0.0/8 dev eth0 encap bpf", "", 5, "Unknown encap type - bpf"],
    ["10.0.0.0/8 encap ip dev eth0", "", 5, "address or id missing for ip encapsulation"],
    ["10.0.0.0/8 encap ip ttl 256 dev eth0", "", 5, "ttl 256 is not valid for ip encapsulation"],
    ["10.0.0.0/8 encap ip dst fe80::1 dev eth0", "", 5, "dst fe80::1 is not valid for ip encapsulation"],
    [
      "10.0.0.0/8 encap ip6 id 18446744073709551616",
      "",
      5,
      "id 18446744073709551616 is not valid for ip6 encapsulation",
    ],
    ["10.0.0.0/8 encap mpls", "", 5, "missing address for MPLS encapsulation"],
    ["10.0.0.0/8 encap mpls 1048576", "", 5, "invalid mpls address 1048576 for encapsulation"],
    ["10.0.0.0/8 encap mpls 1/2/3", "", 5, "invalid mpls address 1/2/3 for encapsulation"],
    ["10.0.0.0/8 encap ila 1:2:3", "", 5, "invalid locator 1:2:3 for ila encapsulation"],
    ["10.0.0.0/8 dev eth0 nexthop via foo", "", 5, "invalid nexthop address foo"],
    [
      "10.0.0.0/8 dev eth0 nexthop via 192.0.2.1 nexthop via 192.0.2.2 weight 257 nexthop via 192.0.2.3",
      "10.0.0.0/8 dev eth0 nexthop via 192.0.2.1",
      5,
      "Invalid weight 257 specified for route",
    ],
    ["10.0.0.0/8 dev eth0 nexthop via 192.0.2.1 weight 0", "", 5, "Invalid weight 0 specified for route"],
    ["10.0.0.0/8 dev eth0 nexthop via fe80::1", "", 5, "Address family mismatch for next hop"],
    ["2001:db8::/32 dev eth0 nexthop realms 1", "", 5, "realms are only supported for IPv4"],
    [
      "10.0.0.0/8 dev eth0 nexthop via 192.0.2.1 table 100",
      "10.0.0.0/8 dev eth0 nexthop via 192.0.2.1",
      5,
      "Route has trailing nonsense after nexthops - table",
    ],
    ["10.0.0.0/8 dev eth0 track_group x", "", 5, "unknown route keyword track_group"],
    ["10.0.0.0/8 dev eth0 mertic 5", "", 5, "unknown route keyword mertic"],
    ["to blackhole 10.0.0.0/8", "", 5, "unknown route keyword blackhole"],
    [
      "10.0.0.0/8 via 192.0.2.1",
      "10.0.0.0/8 via 192.0.2.1 no_track",
      5,
      "Warning - cannot track route 10.0.0.0/8 with no interface specified, not tracking",
    ],
    [
      "10.0.0.0/8 dev eth0 10.1.0.0/16",
      "10.1.0.0/16 dev eth0",
      0,
      "destination 10.0.0.0/8 is given again, which counts",
    ],
  ],
  rule: [
    ["from", "", 2, missing("from", "from", 2)],
    ["from 10.0.0.0/8 type", "", 2, missing("from", "type", 4)],
    ["from 10.0.0.0/8 priority 5", "", 5, "No action specified for rule - ignoring"],
    [
      "from 10.0.0.0/8 table 1",
      "from 10.0.0.0/8 priority 16384 table 1",
      5,
      "Rule has no preference specified - setting to 16384. This is probably not what you want.",
    ],
    ["from foo table 1 priority 5", "", 5, "VRRP parsed invalid IP foo. skipping IP..."],
    ["from fe80::/64 to 10.0.0.0/8 table 1 priority 5", "", 5, "rule specification has mixed IPv4 and IPv6"],
    ["from 10.0.0.0/8 table 1 priority 5 inet6", "", 5, "inet6 specified for IPv4 rule"],
    ["from fe80::/64 table 1 priority 5 inet", "", 5, "inet specified for IPv6 rule"],
    ["priority 5 table 0", "", 5, "Table 0 is not valid"],
    ["priority 5 table foo", "", 5, "Routing table foo not found for rule"],
    ["priority 4294967296 table 1", "", 5, "Invalid rule preference priority 4294967296 specified"],
    ["order -1 table 1", "", 5, "Invalid rule preference order -1 specified"],
    ["priority 5 table 1 tos 256", "", 5, "TOS value 256 is invalid"],
    ["priority 5 table 1 fwmark 1/4294967296", "", 5, "Invalid rule fwmark 1/4294967296 specified"],
    ["priority 5 table 1 realms foo", "", 5, "invalid realms foo for rule"],
    ["from fe80::/64 priority 5 table 1 realms 1", "", 5, "realms is only valid for IPv4"],
    ["priority 5 table 1 sup_pl -1", "", 5, "Invalid suppress_prefixlength -1 specified"],
    ["priority 5 table 1 sup_group 2147483648", "", 5, "suppress_group 2147483648 is invalid"],
    ["priority 5 table 1 iif eth9", "", 5, "WARNING - interface eth9 for rule doesn't exist"],
    ["priority 5 table 1 tunnel-id 0x5", "", 5, "Invalid tunnel-id 0x5 specified"],
    ["priority 5 table 1 uidrange 10", "", 5, "Invalid uidrange 10 specified"],
    ["priority 5 table 1 sport 10", "priority 5 table 1", 5, "invalid sport range 10"],
    ["priority 5 table 1 dport 1-65536", "priority 5 table 1", 5, "invalid dport range 1-65536"],
    ["priority 5 table 1 ipproto foo", "priority 5 table 1", 5, "Invalid ipproto foo"],
    ["priority 5 table 1 protocol 256", "priority 5 table 1", 5, "Invalid protocol 256"],
    [
      "priority 5 table 1 protocol 12",
      "priority 5 table 1",
      5,
      "Rule cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol",
    ],
    ["priority 5 table 1 l3mdev", "", 5, "Cannot specify l3mdev with other action"],
    [
      "priority 5 nop table 1",
      "",
      5,
      "Cannot specify more than one of table/nop/goto/blackhole/prohibit/unreachable/l3mdev for rule",
    ],
    ["priority 5 goto 9 sup_pl 3", "", 5, "suppressor/realm specified for non table action - skipping"],
    ["goto 9", "", 5, "Invalid rule - goto target 9 specified without preference"],
    ["priority 9 goto 9", "", 5, "Invalid rule - preference 9 >= goto target 9"],
    ["priority 9 goto foo", "", 5, "Invalid target goto foo specified"],
    ["priority 9 unicast", "", 5, "Invalid rule action unicast"],
    ["priority 9 table 1 7", "", 5, "Invalid rule action 7"],
    ["priority 9 type throw", "", 5, "Invalid rule action throw"],
    ["priority 9 table 1 track_group x", "", 5, "Unknown rule option track_group"],
    ["priority 9 table 1 ip_proto udp", "", 5, "Unknown rule option ip_proto"],
  ],
};

function missing(line: string, keyword: string, position: number): string {
  const what = `*** Configuration line starting \`${line}\` is missing a parameter`;
  return `${what} after keyword \`${keyword}\` at word position ${position}`;
}

for (const kind of ["address", "route", "rule"] as const) {
  for (const [line, left, status, ...messages] of bad[kind]) {
    void test(`${kind} with a mistake: ${line}`, () => {
      const reading = read(kind, line);
      assert.deepEqual(messagesOf(reading), messages);
      assert.equal(configTestStatus(reading.findings), status);
      assert.equal(print(reading), left);
    });
  }
}

void test("every option of a line has words of its own for the reference page, and one meaning", () => {
  const tables: readonly (readonly LineOptionRow[])[] = [addressOptions, routeOptions, nexthopOptions, ruleOptions];
  for (const table of tables) {
    const all = table.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    assert.equal(new Set(all).size, all.length, all.join(" "));
    for (const { doc } of table) assert.match(doc, /^\S.*[^.]$/u);
  }
});

void test("an option that does nothing yet is named once", () => {
  const { diagnostics } = load("virtual_routes", "10.0.0.0/8 dev eth0 vrf red", "10.1.0.0/16 dev eth0 vrf red");
  const messages = [
    "vrf of a route is accepted, but not implemented: the route is left out",
    ...Array.from({ length: 2 }, () => "VRF red not found for route"),
  ];
  assert.deepEqual(messagesOf({ findings: diagnostics }), messages);
});

void test("the address of an instance that names no other device is printed without it", () => {
  const [address] = read("address", "192.0.2.1/24").addresses;
  assert(address !== undefined);
  assert.equal(printAddressLine(address, "eth0"), "192.0.2.1/24");
  assert.equal(printAddressLine(address, "eth1"), "192.0.2.1/24 dev eth0");
});
