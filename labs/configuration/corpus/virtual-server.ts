import { checkedThings, scriptsAllowed, service } from "./surroundings.ts";
import { row, type Table } from "./table.ts";

/** Lines of a group of services. */
export const virtualServerGroup: Table = {
  block: "virtual_server_group",
  usual: {},
  around: (body) =>
    `virtual_server_group vsg {\n${body}\n}\nvirtual_server group vsg {\nlvs_sched rr\nlvs_method NAT\nprotocol TCP\nreal_server 192.0.2.11 80 {\n}\n}\n`,
  rows: [
    row("192.0.2.100", "80 | 65535", "0 | 65536 | x | ()"),
    row("192.0.2.100-110", "80", "()"),
    row("192.0.2.100-90", "", "80"),
    row("192.0.2.100-300", "", "80"),
    row("192.0.2.0/24", "80", ""),
    row("192.0.2.100-192.0.2.110", "80", ""),
    row("2001:db8::100-110", "80", ""),
    row("192.0.2.300", "", "80"),
    row("fwmark", "1 inet6 | 0 inet6", "1 | 0 | 4294967295 | x | () | 1 inet | 1 other"),
    row("nonsense", "", "80"),
  ],
};

/** Keywords of a service. */
export const virtualServer: Table = {
  block: "virtual_server",
  usual: { protocol: "TCP", lvs_sched: "rr", lvs_method: "NAT", real_server: "192.0.2.11 80 { TCP_CHECK { } }" },
  around: (body) => `${scriptsAllowed}virtual_server 192.0.2.100 80 {\n${body}\n}\n`,
  rows: [
    row("delay_loop", "0.000001 | 1 | 60 | 0.5 | 4294 | 4295", "0 | -1 | x | ()"),
    row(
      "lvs_sched",
      "rr | wrr | lc | wlc | lblc | lblcr | sh | mh | dh | fo | ovf | sed | nq | twos",
      "nonsense | RR | ()",
    ),
    row("lb_algo", "rr", "nonsense | ()", { beside: { lvs_sched: undefined } }),
    row(
      "lvs_method",
      `
      NAT | DR | TUN | TUN type ipip | TUN type gue port 6080 | TUN type gre | TUN type gre csum |
      TUN type gue port 1 remcsum`,
      `
      TUN type gue | TUN type nonsense | TUN type gue port 0 | TUN type ipip csum | nat | nonsense | ()`,
    ),
    row("lb_kind", "NAT | DR | TUN", "nonsense | ()", { beside: { lvs_method: undefined } }),
    row("protocol", "TCP | UDP | SCTP | tcp", "ICMP | ()"),
    row(
      "real_server",
      `
      192.0.2.11 80 { } | 192.0.2.11 { } | 192.0.2.11 0 { } |
      192.0.2.11 80 { }; real_server 192.0.2.12 80 { }`,
      `
      192.0.2.11 65536 { } | 192.0.2.300 80 { } | 2001:db8::11 80 { } | 192.0.2.11 x { } | { } | () |
      192.0.2.11 80 { }; real_server 192.0.2.11 80 { }`,
    ),
    row("real_server", "", "192.0.2.11 81 { }", { beside: { lvs_method: "DR" } }),
    row(
      "sorry_server",
      "192.0.2.12 80 | 192.0.2.12",
      "192.0.2.300 80 | 192.0.2.12 65536 | 2001:db8::12 80 | x 80 | ()",
    ),
    row("persistence_timeout", "1 | 360 | 2678400 | ()", "0 | 2678401 | -1 | x"),
    row("persistence_granularity", "255.255.255.0 | 255.255.255.255 | 0.0.0.0 | 255.0.255.0 | 24", "x | ()", {
      beside: { persistence_timeout: "10" },
    }),
    row("persistence_granularity", "255.255.255.0", ""),
    row("persistence_engine", "sip | nonsense", "()"),
    row("persistence_engine", "sip", "", { beside: { persistence_timeout: "10", protocol: "UDP" } }),
    row("quorum", "1", "2 | 4294967295 | 0 | -1 | x | ()"),
    row("hysteresis", "0", "1 | -1 | x | ()"),
    row("hysteresis", "", "1 | 2", { beside: { quorum: "2" } }),
    row(
      "quorum_up",
      `
      "/etc/keepalived/check.sh" | "/etc/keepalived/check.sh" root | "/etc/keepalived/check.sh" nosuchuser |
      "/etc/keepalived/missing.sh"`,
      "()",
    ),
    row("quorum_down", '"/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', "()"),
    row("alpha", "() | extra words", ""),
    row("omega", "() | extra words", ""),
    row("retry", "1 | 4294 | 4295 | 2147483647 | 2147483648 | 4294967295", "0 | 4294967296 | -1 | x | 5x | 1.5 | ()"),
    row("delay_before_retry", "0 | 1 | 0.5 | 2.000001 | 4294 | 4295", "-1 | x | 5x | ()"),
    row("warmup", "0 | 1 | 0.5 | 2.000001 | 4294 | 4295", "-1 | x | 5x | ()"),
    row("connect_timeout", "1 | 0.5 | 2.000001 | 4294", "0 | 4295 | -1 | x | 5x | ()"),
    row("inhibit_on_failure", "() | extra words", ""),
    row("ha_suspend", "() | extra words", ""),
    row("weight", "1 | 65535 | 65536", "0 | -1 | x | ()"),
    row("smtp_alert", "() | on | false", "maybe"),
    row("virtualhost", "www.example.com | one two", "()"),
    row("snmp_name", "name", "()"),
    row("ip_family", "inet", "inet6 | other | ()"),
    row("ops", "", "()"),
    row("ops", "()", "", { beside: { protocol: "UDP" } }),
    row("hashed", "", "() | extra words"),
    row("flag-1", "() | on", ""),
    row("flag-2", "()", ""),
    row("flag-3", "()", ""),
    row("sh-port", "", "()"),
    row("sh-port", "()", "", { beside: { lvs_sched: "sh" } }),
    row("sh-fallback", "", "()"),
    row("sh-fallback", "()", "", { beside: { lvs_sched: "sh" } }),
    row("mh-port", "", "()"),
    row("mh-port", "()", "", { beside: { lvs_sched: "mh" } }),
    row("mh-fallback", "", "()"),
    row("mh-fallback", "()", "", { beside: { lvs_sched: "mh" } }),
    row("sorry_server_inhibit", "", "() | extra words"),
    row("sorry_server_inhibit", "()", "", { beside: { sorry_server: "192.0.2.12 80" } }),
    row("sorry_server_lvs_method", "NAT | DR | TUN", "nonsense | ()", { beside: { sorry_server: "192.0.2.12 80" } }),
    row("sorry_server_lvs_method", "", "DR"),
  ],
};

/** Keywords of a member of a service. */
export const realServer: Table = {
  block: "real_server",
  usual: {},
  around: (body) => `${scriptsAllowed}${checkedThings}${service(body)}`,
  rows: [
    row("weight", "1 | 65535 | 65536", "0 | -1 | x | ()"),
    row("lvs_method", "NAT | DR | TUN", "nonsense | ()"),
    row("inhibit_on_failure", "() | on | false", "maybe"),
    row(
      "notify_up",
      `
      "/etc/keepalived/check.sh" | "/etc/keepalived/check.sh" root root |
      "/etc/keepalived/check.sh" nosuchuser | "/etc/keepalived/missing.sh"`,
      "()",
    ),
    row("notify_down", '"/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', "()"),
    row(
      "uthreshold",
      "0 | 1 | 4294 | 4295 | 2147483647 | 2147483648 | 4294967295",
      "4294967296 | -1 | x | 5x | 1.5 | ()",
    ),
    row(
      "lthreshold",
      "0 | 1 | 4294 | 4295 | 2147483647 | 2147483648 | 4294967295",
      "4294967296 | -1 | x | 5x | 1.5 | ()",
    ),
    row("lthreshold", "4 | 5 | 6", "", { beside: { uthreshold: "5" } }),
    row("alpha", "() | on | false", "maybe"),
    row("retry", "1 | 4294 | 4295 | 2147483647 | 2147483648 | 4294967295", "0 | 4294967296 | -1 | x | 5x | 1.5 | ()"),
    row("delay_before_retry", "0 | 1 | 0.5 | 2.000001 | 4294 | 4295", "-1 | x | 5x | ()"),
    row("warmup", "0 | 1 | 0.5 | 2.000001 | 4294 | 4295", "-1 | x | 5x | ()"),
    row("connect_timeout", "1 | 0.5 | 2.000001 | 4294", "0 | 4295 | -1 | x | 5x | ()"),
    row("delay_loop", "1 | 0.5 | 2.000001 | 4294 | 4295", "0 | -1 | x | 5x | ()"),
    row("smtp_alert", "() | on | false", "maybe"),
    row("virtualhost", "www.example.com", "()"),
    row("snmp_name", "name", "()"),
    row("TCP_CHECK", "{ } | { connect_timeout 3 } | name { } | { }; TCP_CHECK { }", "()"),
    row("HTTP_GET", "{ url { path /; status_code 200 } }", "", { fails: "{ } | ()" }),
    row("SSL_GET", "{ url { path /; status_code 200 } }", "", { fails: "{ } | ()" }),
    row("SMTP_CHECK", "{ } | { helo_name name }", "()"),
    row("DNS_CHECK", "{ } | { type A; name example.com }", "()"),
    row("MISC_CHECK", '{ misc_path "/etc/keepalived/check.sh" }', "{ } | ()"),
    row("BFD_CHECK", "{ name b }", "{ name unknown } | { } | ()"),
    row("PING_CHECK", "{ } | { retry 2 }", "()"),
    row("UDP_CHECK", "{ }", "{ payload 00ff } | ()"),
    row("FILE_CHECK", "{ track_file f }", "{ track_file unknown } | { } | ()"),
  ],
};
