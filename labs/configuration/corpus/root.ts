import { instance, scriptsAllowed } from "./surroundings.ts";
import { row, type Table } from "./table.ts";

/** Keywords outside of all blocks (sections 6 to 8 of the reference's manual). */
export const root: Table = {
  block: "root",
  usual: {},
  around: (body) => `${scriptsAllowed}${body}\n${instance("VI_1")}`,
  rows: [
    row("net_namespace", "one two", "()"),
    row("net_namespace_ipvs", "()", ""),
    row("namespace_with_ipsets", "() | extra words", ""),
    row("instance", "one | one two", "()"),
    row("use_pid_dir", "() | extra words", ""),
    row("child_wait_time", "0 | 5 | 4294967295", "-1 | x | () | 4294967296"),
    row("linkbeat_use_polling", "() | extra words", ""),
    row("global_defs", "{ } | { router_id again } | name { }", "()"),
    row(
      "static_ipaddress",
      "{ } | { 192.0.2.10/24 dev eth0 } | { 192.0.2.10/24 } | { 2001:db8::1/64 dev eth1 }",
      `
      { 192.0.2.10 dev eth9 } | { 192.0.2.300 dev eth0 } | { 192.0.2.10/33 dev eth0 } |
      { 192.0.2.10/24 dev eth0 track_group nobody } | () | name { 192.0.2.10/24 dev eth0 }`,
    ),
    row(
      "static_routes",
      "{ } | { default via 192.0.2.254 dev eth0 }",
      `
      { 198.51.100.0/24 via 192.0.2.254 } | { 198.51.100.0/24 dev eth9 } | { 198.51.100.0/33 dev eth0 } |
      ()`,
    ),
    row(
      "static_rules",
      "{ } | { from 192.0.2.0/24 table 100 preference 100 }",
      "{ from 192.0.2.0/24 table 100 } | { from 192.0.2.0/24 table 100 preference x } | ()",
    ),
    row("track_group", "TG { group { VI_1 } } | TG { group { VI_9 } } | TG { }", "{ group { VI_1 } } | TG"),
    row(
      "linkbeat_interfaces",
      "{ eth0 } | { eth0 MII } | { eth0 ETHTOOL } | { eth0 IOCTL } | { }",
      "{ eth0 NETLINK } | { eth9 } | ()",
    ),
    row(
      "interface_up_down_delays",
      "{ eth0 1 } | { eth0 1 2 } | { eth0 0.5 0.5 } | { eth0 255 255 } | { eth0 } | { }",
      "{ eth0 256 } | { eth0 x } | { eth9 1 } | ()",
    ),
    row(
      "garp_group",
      `
      { garp_interval 0.1; interface eth0 } |
      { garp_interval 0.1; gna_interval 0.2; interfaces { eth0; eth1 } } |
      name { interface eth0; garp_interval 1 }`,
      "{ } | { interface eth0 } | ()",
    ),
    row(
      "vrrp_script",
      `
      chk { script "/etc/keepalived/check.sh" } | chk two { script "/etc/keepalived/check.sh" }`,
      'chk { } | { script "/etc/keepalived/check.sh" } | chk | ()',
    ),
    row("track_file", 'f { file "/etc/keepalived/number" }', 'f { } | { file "/etc/keepalived/number" } | ()'),
    row("vrrp_track_file", 'f { file "/etc/keepalived/number" }', "f { }"),
    row("vrrp_track_process", "p { process cat }", "p { } | { process cat } | ()"),
    row(
      "bfd_instance",
      `
      b { neighbor_ip 192.0.2.9 } | abcdefghijklmnopqrstuvwxyz12345 { neighbor_ip 192.0.2.9 }`,
      "b { } | abcdefghijklmnopqrstuvwxyz123456 { neighbor_ip 192.0.2.9 }",
      { fails: "{ neighbor_ip 192.0.2.9 } | ()" },
    ),
    row("vrrp_sync_group", "", "G { group { VI_1 } } | G { } | { group { VI_1 } } | G two { group { VI_1 } } | ()"),
    row(
      "vrrp_instance",
      `
      VI_2 { interface eth0; virtual_router_id 52; virtual_ipaddress { 192.0.2.101 } } |
      "VI 2" { interface eth0; virtual_router_id 52; virtual_ipaddress { 192.0.2.101 } }`,
      `
      { interface eth0; virtual_router_id 52; virtual_ipaddress { 192.0.2.101 } } |
      VI_1 { interface eth0; virtual_router_id 52; virtual_ipaddress { 192.0.2.101 } } | VI_2 { } |
      VI 2 { interface eth0; virtual_router_id 52; virtual_ipaddress { 192.0.2.101 } }`,
      { fails: "()" },
    ),
    row("virtual_server_group", "vsg { 192.0.2.100 80 }", "vsg { } | { 192.0.2.100 80 } | ()"),
    row(
      "virtual_server",
      `
      192.0.2.100 80 { protocol TCP; lvs_sched rr; lvs_method NAT; real_server 192.0.2.11 80 { } } |
      fwmark 1 { lvs_sched rr; lvs_method NAT; real_server 192.0.2.11 80 { } } |
      group vsg { lvs_sched rr; lvs_method NAT; protocol TCP; real_server 192.0.2.11 80 { } } |
      192.0.2.100 { protocol TCP; lvs_sched rr; lvs_method NAT; persistence_timeout 10; real_server 192.0.2.11 80 { } } |
      2001:db8::1 80 { protocol TCP; lvs_sched rr; lvs_method NAT; real_server 2001:db8::2 80 { } }`,
      `
      192.0.2.100 70000 { protocol TCP; lvs_sched rr; lvs_method NAT; real_server 192.0.2.11 80 { } } |
      192.0.2.300 80 { protocol TCP; lvs_sched rr; lvs_method NAT; real_server 192.0.2.11 80 { } } |
      192.0.2.100 x { protocol TCP; lvs_sched rr; lvs_method NAT; real_server 192.0.2.11 80 { } } |
      fwmark x { lvs_sched rr; lvs_method NAT; real_server 192.0.2.11 80 { } } | { } | () |
      192.0.2.100 80 { } |
      192.0.2.100 80 { protocol TCP; lvs_sched rr; lvs_method NAT; real_server 2001:db8::2 80 { } }`,
    ),
    row(
      "SSL",
      `
      { } |
      { password secret; ca /etc/keepalived/check.sh; certificate /etc/keepalived/check.sh; key /etc/keepalived/check.sh } |
      { password secret; ca /etc/ca.pem; certificate /etc/cert.pem; key /etc/key.pem }`,
      "()",
    ),
  ],
};
