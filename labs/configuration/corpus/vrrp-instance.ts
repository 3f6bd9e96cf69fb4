import { instance, scriptsAllowed, trackedThings } from "./surroundings.ts";
import { newer, row, type Table } from "./table.ts";

/** Keywords of an instance. */
export const vrrpInstance: Table = {
  block: "vrrp_instance",
  usual: { interface: "eth0", virtual_router_id: "51", virtual_ipaddress: "{ 192.0.2.100 }" },
  around: (body) => `${scriptsAllowed}vrrp_instance VI_1 {\n${body}\n}\n`,
  rows: [
    row("state", "MASTER | BACKUP", "master | FAULT | INIT | ()"),
    row("interface", "eth0 | eth1 | eth0 eth1", "eth9 | lo | ()"),
    row("virtual_router_id", "1 | 255", "0 | 256 | -1 | x | 51x | () | 1.5"),
    row("priority", "1 | 100 | 254 | 255", "0 | 256 | -1 | x | 100a | ()"),
    row("advert_int", "1 | 255", "0 | 256 | 0.5 | 0.01 | 0.001 | 1.5 | 2.7 | -1 | x | 1x | ()"),
    row("advert_int", "0.01 | 1 | 40.95", "40.96 | 41 | 0 | 0.001 | 0.015 | x", { beside: { version: "3" } }),
    row("version", "2 | 3", "1 | 4 | x | ()"),
    row(
      "virtual_ipaddress",
      `
      { 192.0.2.100/24 dev eth0 label eth0:1 } | { 192.0.2.100; 192.0.2.100 } | { fe80::100; 2001:db8::1 } |
      { 2001:db8::1 }`,
      `
      { } | { 192.0.2.100; 2001:db8::1 } | { 192.0.2.300 } | { 192.0.2.100/33 } | { x } | ()`,
    ),
    row(
      "virtual_ipaddress_excluded",
      "{ 192.0.2.101; 2001:db8::5/64 } | { 192.0.2.100 } | { } | ()",
      "{ 192.0.2.300 }",
    ),
    newer("no_virtual_ipaddress", "() | on", "", { beside: { virtual_ipaddress: undefined } }),
    newer("no_virtual_ipaddress", "()", ""),
    row("virtual_routes", "{ } | ()", "{ 198.51.100.0/24 via 192.0.2.254 } | { 198.51.100.0/24 } | { x }"),
    row("virtual_rules", "{ from 192.0.2.100 table 100 priority 100 } | { } | ()", "{ x }"),
    row("promote_secondaries", "() | extra words", ""),
    row("mcast_src_ip", "192.0.2.1 | 192.0.2.99", "2001:db8::1 | x | ()"),
    row("unicast_src_ip", "", "192.0.2.1 | 192.0.2.99 | 2001:db8::1 | x | ()"),
    row("unicast_src_ip", "192.0.2.1 | 192.0.2.99", "2001:db8::1", { beside: { unicast_peer: "{ 192.0.2.2 }" } }),
    row("mcast_dst_ip", "224.0.0.18 | 239.1.2.3", "192.0.2.2 | ff02::12 | x | ()"),
    row("track_src_ip", "() | on", ""),
    row("track_src_ip", "() | off | maybe", "", { beside: { mcast_src_ip: "192.0.2.1" } }),
    row(
      "unicast_peer",
      `
      { 192.0.2.2 } | { 192.0.2.2; 192.0.2.3 } | { 192.0.2.2 min_ttl 255 } |
      { 192.0.2.2 min_ttl 254 max_ttl 255 } | { 192.0.2.2 min_ttl 0 max_ttl 255 } | { 192.0.2.1 }`,
      `
      { 192.0.2.2 min_ttl 256 } | { 192.0.2.2 min_ttl 255 max_ttl 254 } | { 192.0.2.2 min_ttl } |
      { 192.0.2.2 nonsense } | { 2001:db8::2 } | { 192.0.2.300 } | { 192.0.2.2 192.0.2.3 } | { } | ()`,
    ),
    row("check_unicast_src", "", "() | on"),
    row("check_unicast_src", "() | on | false | maybe", "", { beside: { unicast_peer: "{ 192.0.2.2 }" } }),
    row("unicast_ttl", "", "255"),
    row("unicast_ttl", "0 | 1 | 255", "256 | -1 | x | ()", { beside: { unicast_peer: "{ 192.0.2.2 }" } }),
    row("unicast_fault_no_peer", "() | extra words", ""),
    row("unicast_fault_no_peer", "()", "", { beside: { unicast_src_ip: "192.0.2.1" } }),
    row("old_unicast_checksum", "", "()"),
    row("old_unicast_checksum", "() | never", "other", { beside: { unicast_peer: "{ 192.0.2.2 }", version: "3" } }),
    newer("v3_checksum_as_v2", "() | on | false", "maybe"),
    newer("v3_checksum_as_v2", "() | off", "", { beside: { version: "3" } }),
    row("native_ipv6", "", "() | on"),
    row("vrf", "", "eth3 | eth9 | ()"),
    row(
      "use_vmac",
      "() | vrrp51 | vrrp51 02:00:00:00:00:01 | 00:11:22:33:44",
      `
      netlink_notify_msg | vrrp51 netlink_notify_msg | group 1 | group x | abcdefghijklmnop | eth1 |
      name vm1 | vrrp51; use_vmac vrrp52`,
    ),
    row("use_vmac_addr", "() | on", ""),
    row("use_vmac_addr", "()", "", { beside: { use_vmac: "" } }),
    row("vmac_xmit_base", "", "() | on"),
    row("vmac_xmit_base", "()", "", { beside: { use_vmac: "" } }),
    row(
      "use_ipvlan",
      "ipv51 192.0.2.7 | 192.0.2.7/24 bridge",
      "() | ipv51 | bridge | private | vepa | group 1 | abcdefghijklmnop | ipv51 192.0.2.7; use_ipvlan ipv52 192.0.2.8",
      { beside: { mcast_src_ip: "192.0.2.1" } },
    ),
    row("use_ipvlan", "", "()"),
    row("dont_track_primary", "() | extra words", ""),
    row("kernel_rx_buf_size", "65536 | 0", "-1 | x | ()"),
    row("linkbeat_use_polling", "", "() | extra words"),
    row("debug", "0 | 4", "5 | -1 | x | ()"),
    row("nopreempt", "() | on", ""),
    row("nopreempt", "", "()", { beside: { state: "MASTER" } }),
    row("nopreempt", "()", "", { beside: { state: "BACKUP" } }),
    row("nopreempt", "", "()", { beside: { priority: "255" } }),
    row("preempt", "()", ""),
    row("preempt", "()", "", { beside: { nopreempt: "" } }),
    row("preempt_delay", "0 | 1 | 1000 | 0.5", "1001 | -1 | x | ()"),
    row("preempt_delay", "", "5", { beside: { state: "MASTER" } }),
    row("preempt_delay", "", "5", { beside: { nopreempt: "" } }),
    row("preempt_delay", "", "5", { beside: { strict_mode: "" } }),
    row("down_timer_adverts", "1 | 3 | 100", "0 | 101 | x | ()"),
    newer("timer_expired_backup", "() | 1 | 254", "0 | 255 | x", { beside: { nopreempt: "" } }),
    newer("timer_expired_backup", "", "()"),
    newer("thread_timer_expired", "() | 100", "x", { beside: { nopreempt: "" } }),
    row("lower_prio_no_advert", "() | on | false", "maybe"),
    row("higher_prio_send_advert", "() | on | false", "maybe"),
    newer("owner_ignore_adverts", "() | extra words", ""),
    row("skip_check_adv_addr", "() | on | off | true | false | yes | no | on off", "maybe | ON"),
    row("strict_mode", "() | on | false", "maybe"),
    row("accept", "() | on", ""),
    row("no_accept", "() | on", ""),
    row("no_accept", "()", "", { beside: { accept: "" } }),
    row(
      "garp_master_delay",
      "0 | 1 | 4294",
      "4295 | 2147483647 | 2147483648 | 4294967295 | 4294967296 | -1 | x | 5x | 1.5 | ()",
    ),
    row(
      "garp_master_repeat",
      "1 | 4294 | 4295 | 2147483647 | 2147483648 | 4294967295",
      "0 | 4294967296 | -1 | x | 5x | 1.5 | ()",
    ),
    row(
      "garp_master_refresh",
      "0 | 1 | 4294 | 4295 | 2147483647 | 2147483648 | 4294967295",
      "4294967296 | -1 | x | 5x | 1.5 | ()",
    ),
    row(
      "garp_master_refresh_repeat",
      "1 | 4294 | 4295 | 2147483647 | 2147483648 | 4294967295",
      "0 | 4294967296 | -1 | x | 5x | 1.5 | ()",
    ),
    row(
      "garp_lower_prio_delay",
      "0 | 1 | 4294",
      "4295 | 2147483647 | 2147483648 | 4294967295 | 4294967296 | -1 | x | 5x | 1.5 | ()",
    ),
    row(
      "garp_lower_prio_repeat",
      "0 | 1 | 4294 | 4295 | 2147483647",
      "2147483648 | 4294967295 | 4294967296 | -1 | x | 5x | 1.5 | ()",
    ),
    row("garp_extra_if", "0 | 1 | 86400 | all 100", "86401 | x | ()"),
    row("vmac_garp_intvl", "", "0 | 1 | 86400 | all 100 | 86401 | x | ()"),
    row(
      "notify_master",
      `
      "/etc/keepalived/check.sh" | "/etc/keepalived/check.sh one two" | /etc/keepalived/check.sh root |
      "/etc/keepalived/check.sh" root root | /etc/keepalived/check.sh word |
      "/etc/keepalived/check.sh" nobody nosuchgroup | "/etc/keepalived/missing.sh" |
      "/etc/keepalived/plain.sh" | "/etc/keepalived" | "check.sh" | "true" | "/etc/keepalived/open.sh"`,
      '"/etc/keepalived/check.sh | ()',
      { fails: '"/etc/keepalived/check.sh" nobody nogroup' },
    ),
    row("notify_backup", '"/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', "()"),
    row("notify_fault", '"/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', "()"),
    row("notify_stop", '"/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', "()"),
    row("notify", '"/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', "()"),
    row("notify_deleted", '() | "/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', ""),
    row("notify_master_rx_lower_pri", '"/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', "()"),
    row("notify_priority_changes", "() | on | false", "maybe"),
    row("smtp_alert", "() | on | false", "maybe"),
    row("lvs_sync_daemon_interface", "", "eth0 | eth9 | ()"),
    row("authentication", "{ auth_type PASS; auth_pass secret } | { }", "()"),
    // Refused until it is built: without it there would be two masters.
    newer(
      "auth_hmac",
      "",
      "{ key 1 hex:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff; active_key 1 } | { } | ()",
    ),
  ],
};

/** Those about what an instance tracks. */
export const trackers: Table = {
  block: "vrrp_instance with trackers",
  usual: {
    interface: "eth0",
    virtual_router_id: "51",
    track_script: "{ chk }",
    track_file: "{ f }",
    track_process: "{ p }",
    track_bfd: "{ b }",
    virtual_ipaddress: "{ 192.0.2.100 }",
  },
  around: (body) => `${scriptsAllowed}${trackedThings}vrrp_instance VI_1 {\n${body}\n}\n`,
  rows: [
    row(
      "track_interface",
      `
      { eth1 } | { eth1 weight 10 } | { eth1 weight -10 } | { eth1 weight 253 } | { eth1 weight -253 } |
      { eth1 weight 10 reverse } | { } | ()`,
      `
      { eth1 weight 254 } | { eth1 weight 255 } | { eth1 weight -254 } | { eth1 weight 10 noreverse } |
      { eth1 weight x } | { eth1 weight } | { eth1 weight 10 nonsense } | { eth1 nonsense } | { eth0 } |
      { eth0 weight 5 } | { eth9 } | { eth1; eth1 }`,
    ),
    row("track_interface", "{ eth1 }", "{ eth1 weight 10 }", { beside: { priority: "255" } }),
    row(
      "track_script",
      `
      { chk } | { chk weight 10 } | { chk weight -253 } | { chk weight 253 } | { chk weight 10 reverse } |
      { chk weight 10 noreverse } | { chk weight 0 } | { } | ()`,
      `
      { chk weight 254 } | { chk weight 255 } | { chk weight x } | { unknown } | { chk; chk }`,
    ),
    row("track_script", "{ chk }", "{ chk weight 10 }", { beside: { priority: "255" } }),
    row(
      "track_file",
      `
      { f } | { f weight 10 } | { f weight 254 } | { f weight -254 } | { f weight 1 reverse } |
      { f weight 0 } | { } | ()`,
      "{ f weight 255 } | { f weight x }",
      { fails: "{ unknown }" },
    ),
    row(
      "track_process",
      "{ p } | { p weight 10 } | { p weight 254 } | { p weight 1 reverse } | { } | ()",
      "{ p weight 255 } | { p weight x } | { unknown }",
    ),
    row(
      "track_bfd",
      "{ b } | { b weight 10 } | { b weight 253 } | { b weight 1 reverse } | { } | ()",
      "{ b weight 254 } | { b weight x } | { unknown }",
    ),
  ],
};

/** The password of VRRPv2. */
export const authentication: Table = {
  block: "authentication",
  usual: { auth_type: "PASS", auth_pass: "secret" },
  around: (body) => around(`authentication {\n${body}\n}`),
  rows: [
    row("auth_type", "PASS | AH", "pass | NONE | ()"),
    row("auth_pass", '12345678 | a | "quoted #" | one two', "123456789 | ()"),
    row("auth_pass", "12345678", "", { beside: { auth_type: "AH" } }),
    row("auth_pass", "12345678", "", { beside: { auth_type: undefined } }),
    row("auth_type", "", "PASS | AH", { beside: { auth_pass: undefined } }),
  ],
};

/** The signatures of later versions. */
export const authHmac: Table = {
  block: "auth_hmac",
  usual: { key: "1 hex:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", active_key: "1" },
  around: (body) => around(`auth_hmac {\n${body}\n}`),
  rows: [
    // All rejected by Holdfast too: the block is refused until it is built.
    newer(
      "key",
      "",
      `
      1 abcdefghijklmnopqrstuvwxyz1234567890 | 1 short | 0 abcdefghijklmnopqrstuvwxyz1234567890 |
      256 abcdefghijklmnopqrstuvwxyz1234567890 | 1 hex:zz | ()`,
    ),
    newer("active_key", "", "1 | 2 | 0 | x | ()"),
    newer("anti_replay", "", "time | monotonic | other | ()"),
    newer("time_window", "", "1 | 300 | 0 | 301 | x | ()"),
    newer("mode", "", "enforce | permissive | receive-only | other | ()"),
  ],
};

function around(block: string): string {
  return instance("VI_1", block);
}
