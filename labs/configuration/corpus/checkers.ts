import { checkedThings, scriptsAllowed, service } from "./surroundings.ts";
import { newer, row, type Table } from "./table.ts";

/** Keywords of TCP_CHECK. */
export const tcpCheck: Table = {
  block: "TCP_CHECK",
  usual: {},
  around: (body) => around("TCP_CHECK", body),
  rows: [
    row("connect_ip", "192.0.2.12 | 2001:db8::12", "x | ()"),
    row("connect_port", "1 | 65535", "0 | 65536 | x | ()"),
    row("bindto", "192.0.2.1", "2001:db8::1 | x | ()"),
    row("bind_port", "1 | 65535", "0 | 65536 | x | ()"),
    row("bind_if", "eth0 | eth9 | eth/9", "() | eth0eth0eth0eth0"),
    row("connect_timeout", "1 | 0.5", "0 | x | ()"),
    row("fwmark", "0 | 1 | 4294967295", "x | ()"),
    row("alpha", "() | on | false", "maybe"),
    row("retry", "0 | 1 | 4294967295", "-1 | x | ()"),
    row("delay_before_retry", "0 | 0.5 | 1", "x | ()"),
    row("warmup", "0 | 0.5 | 1", "x | ()"),
    row("delay_loop", "0.000001 | 1", "0 | x | ()"),
    row("log_all_failures", "() | on | off", "maybe"),
  ],
};

/** Keywords of HTTP_GET. */
export const httpGet: Table = {
  block: "HTTP_GET",
  usual: { url: "{ path /; status_code 200 }" },
  around: (body) => around("HTTP_GET", body),
  rows: [
    row("connect_ip", "192.0.2.12", "x"),
    row("connect_port", "65535", "65536"),
    row("bindto", "192.0.2.1", "x"),
    row("bind_port", "65535", "65536"),
    row("bind_if", "eth0", "()"),
    row("connect_timeout", "1", "x"),
    row("fwmark", "1", "x"),
    row("alpha", "() | off", "maybe"),
    row("retry", "1", "x"),
    row("delay_before_retry", "1", "x"),
    row("warmup", "1", "x"),
    row("delay_loop", "1", "x"),
    row("log_all_failures", "()", "maybe"),
    row("url", "{ path / } | { path /; status_code 200 }; url { path /two; status_code 200 }", "", {
      fails: "{ } | ()",
    }),
    row("virtualhost", "www.example.com", "()"),
    row("http_protocol", "1.0 | 1.1 | 1.0C | 1.0c", "2 | ()"),
    row("fast_recovery", "() | on | false", "maybe"),
    row("nb_get_retry", "", "1 | 0 | x | ()"),
    newer("tls_compliant", "", "()"),
    row("enable_sni", "() | on", ""),
  ],
};

/** Keywords of SSL_GET. */
export const sslGet: Table = {
  block: "SSL_GET",
  usual: { url: "{ path /; status_code 200 }" },
  around: (body) => around("SSL_GET", body),
  rows: [
    row("connect_ip", "192.0.2.12", "x"),
    row("connect_port", "65535", "65536"),
    row("bindto", "192.0.2.1", "x"),
    row("bind_port", "65535", "65536"),
    row("bind_if", "eth0", "()"),
    row("connect_timeout", "1", "x"),
    row("fwmark", "1", "x"),
    row("alpha", "() | off", "maybe"),
    row("retry", "1", "x"),
    row("delay_before_retry", "1", "x"),
    row("warmup", "1", "x"),
    row("delay_loop", "1", "x"),
    row("log_all_failures", "()", "maybe"),
    row("url", "{ path / } | { path /; status_code 200 }; url { path /two; status_code 200 }", "", {
      fails: "{ } | ()",
    }),
    row("virtualhost", "www.example.com", "()"),
    row("http_protocol", "1.0 | 1.1 | 1.0C | 1.0c", "2 | ()"),
    row("fast_recovery", "() | on | false", "maybe"),
    row("nb_get_retry", "", "1 | 0 | x | ()"),
    newer("tls_compliant", "()", ""),
    row("enable_sni", "() | on", ""),
    newer("sni_name", "www.example.com", "()"),
  ],
};

/** Keywords of SMTP_CHECK. */
export const smtpCheck: Table = {
  block: "SMTP_CHECK",
  usual: {},
  around: (body) => around("SMTP_CHECK", body),
  rows: [
    row("connect_ip", "192.0.2.12", "x"),
    row("connect_port", "65535", "65536"),
    row("bindto", "192.0.2.1", "x"),
    row("bind_port", "65535", "65536"),
    row("bind_if", "eth0", "()"),
    row("connect_timeout", "1", "x"),
    row("fwmark", "1", "x"),
    row("alpha", "() | off", "maybe"),
    row("retry", "1", "x"),
    row("delay_before_retry", "1", "x"),
    row("warmup", "1", "x"),
    row("delay_loop", "1", "x"),
    row("log_all_failures", "()", "maybe"),
    row("helo_name", "name.example.com", "()"),
    row("host", "{ } | { connect_ip 192.0.2.12 }", "()"),
  ],
};

/** Keywords of DNS_CHECK. */
export const dnsCheck: Table = {
  block: "DNS_CHECK",
  usual: {},
  around: (body) => around("DNS_CHECK", body),
  rows: [
    row("connect_ip", "192.0.2.12", "x"),
    row("connect_port", "65535", "65536"),
    row("bindto", "192.0.2.1", "x"),
    row("bind_port", "65535", "65536"),
    row("bind_if", "eth0", "()"),
    row("connect_timeout", "1", "x"),
    row("fwmark", "1", "x"),
    row("alpha", "() | off", "maybe"),
    row("retry", "1", "x"),
    row("delay_before_retry", "1", "x"),
    row("warmup", "1", "x"),
    row("delay_loop", "1", "x"),
    row("log_all_failures", "()", "maybe"),
    row("type", "A | NS | CNAME | SOA | MX | TXT | AAAA | a", "PTR | ()"),
    row("name", "example.com | .", "() | a..b | .a | a. | a; name b"),
  ],
};

/** Keywords of MISC_CHECK. */
export const miscCheck: Table = {
  block: "MISC_CHECK",
  usual: { misc_path: '"/etc/keepalived/check.sh"' },
  around: (body) => around("MISC_CHECK", body),
  rows: [
    row("alpha", "() | off", "maybe"),
    row("retry", "1", "x"),
    row("delay_before_retry", "1", "x"),
    row("warmup", "1", "x"),
    row("delay_loop", "1", "x"),
    row("log_all_failures", "()", "maybe"),
    row(
      "misc_path",
      `
      "/etc/keepalived/check.sh one" | "/etc/keepalived/missing.sh" | "/etc/keepalived/plain.sh" |
      /etc/keepalived/check.sh one | "true"`,
      "()",
    ),
    row("misc_timeout", "0 | 1 | 4294", "4295 | 0.5 | x | ()"),
    row("misc_dynamic", "() | on", ""),
    row("user", "root", "nosuchuser | ()", { fails: "nobody nogroup" }),
  ],
};

/** Keywords of BFD_CHECK. */
export const bfdCheck: Table = {
  block: "BFD_CHECK",
  usual: { name: "b" },
  around: (body) => around("BFD_CHECK", body),
  rows: [row("name", "b", "unknown | ()"), row("alpha", "() | off", "maybe")],
};

/** Keywords of PING_CHECK. */
export const pingCheck: Table = {
  block: "PING_CHECK",
  usual: {},
  around: (body) => around("PING_CHECK", body),
  rows: [
    row("connect_ip", "192.0.2.12", "x"),
    row("connect_port", "65535", "65536"),
    row("bindto", "192.0.2.1", "x"),
    row("bind_port", "65535", "65536"),
    row("bind_if", "eth0", "()"),
    row("connect_timeout", "1", "x"),
    row("fwmark", "1", "x"),
    row("alpha", "() | off", "maybe"),
    row("retry", "1", "x"),
    row("delay_before_retry", "1", "x"),
    row("warmup", "1", "x"),
    row("delay_loop", "1", "x"),
    row("log_all_failures", "()", "maybe"),
  ],
};

/** Keywords of UDP_CHECK. */
export const udpCheck: Table = {
  block: "UDP_CHECK",
  usual: {},
  around: (body) => around("UDP_CHECK", body),
  rows: [
    row("connect_ip", "192.0.2.12", "x"),
    row("connect_port", "65535", "65536"),
    row("bindto", "192.0.2.1", "x"),
    row("bind_port", "65535", "65536"),
    row("bind_if", "eth0", "()"),
    row("connect_timeout", "1", "x"),
    row("fwmark", "1", "x"),
    row("alpha", "() | off", "maybe"),
    row("retry", "1", "x"),
    row("delay_before_retry", "1", "x"),
    row("warmup", "1", "x"),
    row("delay_loop", "1", "x"),
    row("log_all_failures", "()", "maybe"),
    row("payload", "00 | 00FFaa | 0", "zz | 00 ff | ()"),
    row("require_reply", "() | 00 | 0x | xx | 0", "zz"),
    row("min_reply_length", "0 | 1", "65535 | -1 | x | ()"),
    row("max_reply_length", "0 | 255 | 65535", "-1 | x | ()"),
    row("max_reply_length", "", "4", { beside: { min_reply_length: "5" } }),
  ],
};

/** Keywords of FILE_CHECK. */
export const fileCheck: Table = {
  block: "FILE_CHECK",
  usual: { track_file: "f" },
  around: (body) => around("FILE_CHECK", body),
  rows: [
    row("track_file", "f", "unknown | ()"),
    row("weight", "0 | 1 | 254 | 255 | -254 | -255 | 1 reverse", "x | ()"),
    newer("dynamic", "()", ""),
  ],
};

/** Keywords of a url of HTTP_GET. */
export const url: Table = {
  block: "url",
  usual: { path: "/" },
  around: (body) => around("HTTP_GET", `url {\n${body}\n}`),
  rows: [
    row("path", "/ | /index.html?a=b | index.html", "()"),
    row(
      "digest",
      "00112233445566778899aabbccddeeff",
      `
      0011 | 00112233445566778899aabbccddeefg | () |
      00112233445566778899aabbccddeeff; digest 00112233445566778899aabbccddeeff`,
    ),
    row(
      "status_code",
      "200 | 200 301 | 200-299 | 200-299 301 | 100 | 599 | ()",
      "99 | 600 | 999 | 299-200 | x | 200-x",
    ),
    row("virtualhost", "www.example.com", "()"),
    row("regex", '"ok" | ok | "(" | "a b" | ()', ""),
    row("regex_no_match", "()", "", { beside: { regex: '"ok"' } }),
    row("regex_no_match", "()", ""),
    row("regex_options", "caseless | caseless multiline dotall | nonsense | ()", "", { beside: { regex: '"ok"' } }),
    row("regex_min_offset", "0 | 1 | -1 | x | ()", "", { beside: { regex: '"ok"' } }),
    row("regex_max_offset", "1 | 100 | x | ()", "", { beside: { regex: '"ok"' } }),
    row("regex_max_offset", "5 | 10 | 11", "", { beside: { regex: '"ok"', regex_min_offset: "10" } }),
    row("regex_stack", "1024 2048 | 2048 1024 | 1024 | x y | ()", "", { beside: { regex: '"ok"' } }),
    newer("tls_compliant", "() | on", ""),
  ],
};

/** Keywords of a host of SMTP_CHECK. */
export const host: Table = {
  block: "host",
  usual: {},
  around: (body) => around("SMTP_CHECK", `host {\n${body}\n}`),
  rows: [
    row("connect_ip", "192.0.2.12", "x"),
    row("connect_port", "25", "65536"),
    row("bindto", "192.0.2.1", "x"),
    row("bind_port", "25", "65536"),
    row("bind_if", "eth0", ""),
    row("connect_timeout", "1", "x"),
    row("fwmark", "1", "x"),
    row("delay_loop", "1", "x"),
    row("retry", "1", "x"),
    row("delay_before_retry", "1", "x"),
    row("warmup", "1", "x"),
    row("alpha", "()", "maybe"),
    row("log_all_failures", "()", "maybe"),
  ],
};

/** Keywords of the certificates that checkers use. */
export const ssl: Table = {
  block: "SSL",
  usual: {},
  around: (body) => `SSL {\n${body}\n}\n${service("SSL_GET {\nurl {\npath /\nstatus_code 200\n}\n}", 443)}`,
  rows: [
    row("password", "secret", "()"),
    row("ca", "/etc/keepalived/check.sh | /etc/missing.pem", "()"),
    row("certificate", "/etc/keepalived/check.sh | /etc/missing.pem", "()"),
    row("key", "/etc/keepalived/check.sh | /etc/missing.pem", "()"),
  ],
};

function around(checker: string, body: string): string {
  return `${scriptsAllowed}${checkedThings}${service(`${checker} {\n${body}\n}`)}`;
}
