import { instance, trackGroup } from "./surroundings.ts";
import { row, type Table } from "./table.ts";

/** Lines of virtual_routes. */
export const virtualRoutes: Table = {
  block: "virtual_routes",
  usual: {},
  around: (body) => instance("VI_1", `virtual_routes {\n${body}\n}`),
  rows: [
    row(
      "198.51.100.0/24",
      `
      dev eth0 | oif eth0 | dev eth0 table 100 | dev eth0 table main | dev eth0 table 4294967295 |
      dev eth0 table 4294967296 | dev eth0 tos 0x10 | dev eth0 dsfield 16 | dev eth0 protocol 18 |
      dev eth0 scope link | dev eth0 scope 253 | dev eth0 metric 10 | dev eth0 priority 10 |
      dev eth0 preference 10 | via 192.0.2.254 dev eth0 onlink | dev eth0 mtu 1400 |
      dev eth0 mtu lock 1400 | dev eth0 hoplimit 64 | dev eth0 advmss 1400 | dev eth0 rtt 100 |
      dev eth0 rtt 1s | dev eth0 rtt 10ms | dev eth0 rttvar 10 | dev eth0 reordering 3 |
      dev eth0 window 1000 | dev eth0 cwnd 10 | dev eth0 ssthresh 10 | dev eth0 rto_min 200ms |
      dev eth0 initcwnd 10 | dev eth0 initrwnd 10 | dev eth0 realms 1 | dev eth0 realms 1/2 |
      dev eth0 features ecn | dev eth0 quickack 1 | dev eth0 quickack 0 | dev eth0 congctl cubic |
      dev eth0 congctl lock cubic | dev eth0 congctl nosuch | encap ip id 1 dst 192.0.2.9 dev eth0 |
      encap mpls 100 dev eth0 | encap ip6 id 1 dst 2001:db8::1 dev eth0 | encap ila 1:2:3:4 dev eth0 |
      dev eth0 ttl-propagate enabled | dev eth0 ttl-propagate disabled | dev eth0 fastopen_no_cookie 1 |
      add dev eth0 | dev eth0 append | dev eth0 prepend | dev eth0 no_track |
      inet via 192.0.2.254 no_track | via 192.0.2.254 no_track | via 192.0.2.254 dev eth0 |
      via inet 192.0.2.254 no_track | via 192.0.2.254 src 192.0.2.1 no_track |
      via 192.0.2.254 onlink no_track |
      no_track nexthop via 192.0.2.254 weight 1 nexthop via 192.0.2.253 weight 2 |
      no_track nexthop via 192.0.2.254 dev eth0 weight 256 onlink nexthop via 192.0.2.253 dev eth0 |
      no_track nexthop via 192.0.2.254 | no_track nexthop dev eth0`,
      `
      () | via 192.0.2.254 | via | dev eth9 | dev eth0 table nosuchtable | dev eth0 tos 256 |
      dev eth0 tos x | dev eth0 protocol static | dev eth0 protocol 256 | dev eth0 protocol x |
      dev eth0 scope x | dev eth0 metric x | dev eth0 metric 4294967296 | dev eth0 mtu x |
      dev eth0 hoplimit 256 | dev eth0 rto_min x | dev eth0 initcwnd x | dev eth0 realms x |
      dev eth0 features x | dev eth0 quickack 2 | dev eth0 quickack on | dev eth0 pref low |
      dev eth0 expires 100 | dev eth0 as 192.0.2.9 | dev eth0 as to 192.0.2.9 | encap x dev eth0 |
      dev eth0 ttl-propagate x | dev eth0 fastopen_no_cookie 2 | dev eth0 fastopen_no_cookie x |
      dev eth0 track_group TG | dev eth0 vrf eth3 | dev eth0 nonsense | nonsense |
      inet6 via 192.0.2.254 no_track | gw 192.0.2.254 dev eth0 | via x no_track | via 2001:db8::1 no_track |
      via inet6 2001:db8::1 no_track | via 192.0.2.254 src x no_track |
      via 192.0.2.254 src 2001:db8::1 no_track | via 192.0.2.254 or 192.0.2.253 no_track |
      no_track nexthop via 192.0.2.254 weight 257 nexthop via 192.0.2.253 |
      no_track nexthop via 192.0.2.254 weight 0 nexthop via 192.0.2.253 | no_track nexthop x`,
    ),
    row("unicast", "198.51.100.0/24 dev eth0", ""),
    row("local", "198.51.100.7 dev eth0", ""),
    row("broadcast", "198.51.100.255 dev eth0", ""),
    row("multicast", "239.1.1.1 dev eth0", ""),
    row("throw", "198.51.100.0/24 no_track", "198.51.100.0/24"),
    row("unreachable", "198.51.100.0/24 no_track", ""),
    row("prohibit", "198.51.100.0/24 no_track", ""),
    row(
      "blackhole",
      "198.51.100.0/24 no_track | 198.51.100.0/24 dev eth0",
      "198.51.100.0/24 | 198.51.100.0/24 via 192.0.2.254 | ()",
    ),
    row("nat", "198.51.100.0/24 no_track", ""),
    row("default", "dev eth0", "via 192.0.2.254 | ()"),
    row("default6", "dev eth0", "via 2001:db8::254"),
    row("any", "via 192.0.2.254 dev eth0", ""),
    row("all", "via 192.0.2.254 dev eth0", ""),
    row("0.0.0.0/0", "via 192.0.2.254 dev eth0", ""),
    row(
      "2001:db8:1::/64",
      `
      via 2001:db8::254 dev eth0 | dev eth0 | dev eth0 pref low | dev eth0 pref high |
      dev eth0 expires 100 | dev eth0 from 2001:db8:2::/64 | dev eth0 metric 10 | src 2001:db8::1 dev eth0`,
      "via 192.0.2.254 dev eth0 | dev eth0 pref x | dev eth0 expires x | dev eth0 realms 1",
    ),
    row("src", "192.0.2.1 198.51.100.0/24 dev eth0", ""),
    row("198.51.100.0/33", "", "dev eth0"),
    row("198.51.100.300", "", "dev eth0"),
    row("to", "198.51.100.0/24 dev eth0", ""),
    row("via", "", "192.0.2.254"),
  ],
};

/** Lines of static_routes. */
export const staticRoutes: Table = {
  block: "static_routes",
  usual: {},
  around: (body) => `${trackGroup}static_routes {\n${body}\n}\n${instance("VI_1")}`,
  rows: [
    row(
      "198.51.100.0/24",
      "dev eth0 | dev eth0 track_group TG | dev eth0 no_track",
      "via 192.0.2.254 | dev eth0 track_group unknown | dev eth9 | nonsense | ()",
    ),
    row("default", "", "via 192.0.2.254"),
  ],
};
