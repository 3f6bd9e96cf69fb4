/**
 * Every option of address, route and rule lines that the labs' kernel has and that version 2.2.7 of the reference sets
 * as it is written. Not here, each for its reason:
 * - `vrf`, `encap mpls` and `encap ila`: not in this kernel.
 * - `peer` with a mask, `preferred_lft` for IPv4: 2.2.7 ignores them.
 * - rules with `no_track` and without `protocol`: 2.2.7 marks them with none, here they are told from those of others.
 * - types `local` and `broadcast`, routes through an interface alone, each without `scope`: 2.2.7 always means the
 *   global one, which the kernel refuses for these types. Here they have the scope that `ip route` gives them.
 */
export const everyOption = `
static_ipaddress {
  203.0.113.10/24 dev eth0 scope link label eth0:st brd +
  2001:db8:50::1/64 dev eth0
}
static_routes {
  198.18.0.0/24 via 192.0.2.9 dev eth0
  2001:db8:60::/64 via 2001:db8::9 dev eth0
}
static_rules {
  from 10.50.0.0/16 table 150 preference 1500
}
vrrp_instance VI_1 {
  version 3
  state MASTER
  interface eth0
  virtual_router_id 51
  priority 255
  advert_int 0.1
  promote_secondaries
  virtual_ipaddress {
    198.51.100.1/24 brd + label eth0:1 scope site
    198.51.100.2 peer 198.51.100.9
    198.51.100.3/32 noprefixroute
    198.51.100.4 brd 198.51.100.255
    198.51.101.5/24 brd -
    198.51.100.6
    198.51.100.7/24
  }
  virtual_ipaddress_excluded {
    2001:db8:1::1/64 home mngtmpaddr
    2001:db8:1::2/64 -nodad
    2001:db8:1::3/128
    2001:db8:1::4/128 preferred_lft forever
    2001:db8:1::5/64 noprefixroute preferred_lft 0
    224.0.0.99/32 autojoin
    2001:db8:1::6
  }
  virtual_routes {
    src 192.0.2.1 to 203.0.114.0/24 via 192.0.2.9 dev eth0 table 100 metric 5 mtu 1400 advmss 1300 initcwnd 10 initrwnd 11 rtt 300ms rttvar 400ms cwnd lock 5 window 1000 ssthresh 5 reordering 4 hoplimit 60 quickack 1 rto_min 300ms features ecn congctl cubic
    203.0.114.0/24 dev eth0 via 192.0.2.9 table 101 mtu lock 1400 cwnd 7 protocol static no_track
    203.0.114.0/24 dev eth0 via 192.0.2.9 table 102 no_track
    blackhole 203.0.115.0/24
    unreachable 203.0.116.0/24
    prohibit 203.0.117.0/24
    throw 203.0.118.0/24 table 100
    local 203.0.119.0/24 dev eth0 scope host
    broadcast 203.0.119.255 dev eth0 scope link
    203.0.120.0/24 tos 0x10 via 192.0.2.9 dev eth0
    203.0.121.0/24 via 198.18.0.1 dev eth0 onlink
    203.0.122.0/24 realms 3/4 via 192.0.2.9 dev eth0
    203.0.123.0/24 nexthop via 192.0.2.8 dev eth0 weight 2 nexthop via 192.0.2.9 weight 3 onlink dev eth0
    203.0.124.0/24 encap ip id 5 dst 192.0.2.9 ttl 9 tos 4 dev eth0 scope link
    2001:db8:2::/64 via 2001:db8::9 dev eth0 pref high expires 1000
    2001:db8:3::/64 from 2001:db8:9::/64 via 2001:db8::9 dev eth0
    2001:db8:4::/64 nexthop via 2001:db8::8 dev eth0 weight 2 nexthop via 2001:db8::9 dev eth0
    203.0.126.0/24 via 192.0.2.9 fastopen_no_cookie 1
    203.0.127.0/24 dev eth0 scope link
    203.0.127.0/24 dev eth0 metric 9 scope global
    203.0.128.0/24 dev eth0 src 198.51.100.1 scope link
    default via 192.0.2.9 dev eth0 metric 77
    default6 via 2001:db8::9 dev eth0 metric 77
    unreachable 2001:db8:77::/64
    blackhole 2001:db8:78::/64
    append 203.0.129.0/24 via 192.0.2.8 dev eth0
    append 203.0.129.0/24 via 192.0.2.9 dev eth0
    add 203.0.130.0/24 via 192.0.2.9 dev eth0
    prepend 203.0.131.0/24 via 192.0.2.8 dev eth0
    203.0.131.0/24 via 192.0.2.9 dev eth0
  }
  virtual_rules {
    from 192.0.2.0/24 to 203.0.113.0/24 iif eth0 fwmark 0x5/0xff table 100 priority 500 tos 0x10
    from all oif eth0 lookup 100 preference 501 suppress_prefixlength 0
    to 10.2.2.2 lookup 100 preference 502 suppress_ifgroup 3
    from 10.3.3.3 goto 32766 preference 503
    nop from 10.3.3.3 preference 504
    blackhole from 10.9.9.9 preference 505
    unreachable from 10.9.9.9 preference 506
    prohibit from 10.9.9.9 preference 507
    not from 10.9.9.9 lookup 100 preference 508
    from 10.1.1.1 uidrange 0-100 lookup 100 preference 509
    from 10.1.1.1 ipproto tcp sport 80-90 dport 100-200 lookup 100 preference 510
    from 10.1.1.1 realms 3/4 lookup 100 preference 511
    l3mdev preference 512
    from 10.1.1.1 tunnel-id 5 lookup 100 preference 513
    from 2001:db8::/64 lookup 100 preference 514
    from 10.1.1.1 fwmark 9 lookup 100000 preference 515
    from 10.1.1.1 protocol 77 lookup 100 preference 516 no_track
    to 2001:db8:7::/64 fwmark 7 unreachable preference 518
  }
}
`;

/** The address that is announced last: then everything is in the kernel. */
export const lastAddress = "2001:db8:1::6";
