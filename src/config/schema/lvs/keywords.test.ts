import assert from "node:assert/strict";
import { test } from "node:test";

import { configTestStatus } from "../../config-test.ts";
import { loadConfiguration } from "../../load.ts";
import { Findings, Reporter } from "../../reporter.ts";
import type { Statement } from "../../tree.ts";
import type { Keyword, ScopeName } from "../keyword.ts";
import { loadBalancingScopes } from "./index.ts";

/**
 * What may stand behind a keyword and what may not, beginning with the least and the most. A keyword without any
 * words ends the reference ("fatal"), is ignored with a finding ("ignored") or means something ("fine").
 */
type Cases = {
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
  readonly bare: "fatal" | "ignored" | "fine";
};

const flag: Cases = { valid: ["", "off"], invalid: [], bare: "fine" };
const switched: Cases = { valid: ["", "on", "off", "true", "no"], invalid: ["maybe"], bare: "fine" };
const optionalText: Cases = { valid: ["name", '"two words"', '""'], invalid: [], bare: "ignored" };
const singleText: Cases = { valid: ["name", '"two words"'], invalid: ["two words"], bare: "ignored" };
const text: Cases = { valid: ["name", '"two words"'], invalid: [], bare: "fatal" };
const script: Cases = {
  valid: ["/bin/none", "\"/bin/none 'a b' c\" nobody nogroup", "/bin/none missing"],
  invalid: [`"/bin/none 'a"`],
  bare: "fatal",
};

function number(minimum: string, maximum: string, beyond: readonly string[]): Cases {
  return { valid: [minimum, maximum, `+${maximum}`], invalid: [...beyond, "-1", "x", "1x"], bare: "fatal" };
}

const unsigned = number("0", "4294967295", ["4294967296"]);
const positive = number("1", "4294967295", ["0", "4294967296"]);
const port = number("1", "65535", ["0", "65536"]);
const timeout = number("0.000001", "4294.967295", ["0", "4294.967296", "0.0000001"]);
const interval = number("0.000001", "18446744073709", ["0", "18446744073710"]);
const wait = number("0", "18446744073709.5", ["18446744073710"]);
const length = number("0", "65535", ["65536"]);

function forwardingCases(): Cases {
  return {
    valid: [
      "NAT",
      "DR",
      "TUN",
      "TUN type ipip",
      "TUN type gue port 1",
      "TUN type gue nocsum port 65535",
      "TUN type gue port 6080 csum",
      "TUN type gue port 6080 remcsum",
      "TUN type gre",
      "TUN type gre csum",
      "DR type gre",
    ],
    invalid: [
      "nat",
      "NAT junk",
      "TUN type",
      "TUN type foo",
      "TUN csum",
      "TUN type ipip csum",
      "TUN type ipip port 1",
      "TUN type gue",
      "TUN type gue port",
      "TUN type gue port 0",
      "TUN type gue port 65536",
      "TUN type gre remcsum",
      "TUN type gre port 1",
      "TUN type gre csum extra",
    ],
    bare: "fatal",
  };
}

const serverTiming: Readonly<Record<string, Cases>> = {
  delay_loop: interval,
  retry: positive,
  delay_before_retry: wait,
  warmup: wait,
  connect_timeout: timeout,
};
const checkTiming: Readonly<Record<string, Cases>> = {
  delay_loop: interval,
  retry: unsigned,
  delay_before_retry: wait,
  warmup: wait,
  alpha: switched,
  log_all_failures: switched,
};
const networkCheck: Readonly<Record<string, Cases>> = {
  ...checkTiming,
  connect_ip: { valid: ["192.0.2.9", "2001:db8::9", "192.0.2.9/24"], invalid: ["name", "fe80::1"], bare: "fatal" },
  connect_port: port,
  bindto: { valid: ["192.0.2.9"], invalid: ["name", "2001:db8::9"], bare: "fatal" },
  bind_port: port,
  bind_if: { valid: ["eth0", "123456789012345", "eth/0"], invalid: ["1234567890123456"], bare: "fatal" },
  connect_timeout: timeout,
  fwmark: unsigned,
};
const httpGet: Readonly<Record<string, Cases>> = {
  ...networkCheck,
  nb_get_retry: { valid: [], invalid: ["3", "x"], bare: "fatal" },
  http_protocol: {
    valid: ["1.0", "1.0C", "1.0c", "1.1"],
    invalid: ["1", "1.0K", "1.1C", "2"],
    bare: "ignored",
  },
  virtualhost: optionalText,
  enable_sni: switched,
  fast_recovery: switched,
  url: { valid: ["{\npath /\n}"], invalid: ["{\n}", "{\npath /\n}\nurl {\n}"], bare: "ignored" },
};

const allCases: Readonly<Record<string, Readonly<Record<string, Cases>>>> = {
  virtual_server_group: {
    fwmark: {
      valid: ["0", "1", "4294967295", "1 inet", "1 inet6"],
      invalid: ["-1", "4294967296", "x", "1 foo"],
      bare: "fatal",
    },
  },
  virtual_server: {
    ...serverTiming,
    lvs_sched: {
      valid: "rr wrr lc wlc lblc lblcr sh mh dh fo ovf sed nq twos".split(" "),
      invalid: ["foo", "RR"],
      bare: "fatal",
    },
    lb_algo: { valid: ["rr"], invalid: ["foo"], bare: "fatal" },
    lvs_method: forwardingCases(),
    lb_kind: forwardingCases(),
    protocol: { valid: ["TCP", "udp", "SCTP"], invalid: ["IP"], bare: "fatal" },
    persistence_timeout: {
      valid: ["", "1", "2678400"],
      invalid: ["0", "2678401", "-1", "x", "50x"],
      bare: "fine",
    },
    persistence_granularity: {
      valid: ["255.255.255.0", "255.0.255.0", "0.0.0.0", "24"],
      invalid: ["foo", "2001:db8::", "4294967296"],
      bare: "fatal",
    },
    persistence_engine: { valid: ["sip", "other"], invalid: [], bare: "fatal" },
    quorum: { ...positive, valid: ["1", "7", "+7"], invalid: ["8", ...positive.invalid] },
    hysteresis: { ...unsigned, valid: ["0"], invalid: ["1", ...unsigned.invalid] },
    quorum_up: script,
    quorum_down: script,
    alpha: flag,
    omega: flag,
    inhibit_on_failure: flag,
    ha_suspend: flag,
    weight: { ...number("1", "65535", ["65536"]), invalid: ["0", "65536", "-1", "x"] },
    smtp_alert: switched,
    virtualhost: optionalText,
    snmp_name: singleText,
    ip_family: { valid: ["inet"], invalid: ["inet6", "ipv4"], bare: "fatal" },
    ops: { valid: [], invalid: [""], bare: "ignored" },
    hashed: { valid: [], invalid: [""], bare: "ignored" },
    "flag-1": flag,
    "flag-2": flag,
    "flag-3": flag,
    "sh-port": { valid: [], invalid: [""], bare: "ignored" },
    "sh-fallback": { valid: [], invalid: [""], bare: "ignored" },
    "mh-port": { valid: [], invalid: [""], bare: "ignored" },
    "mh-fallback": { valid: [], invalid: [""], bare: "ignored" },
    sorry_server: {
      valid: ["192.0.2.9", "192.0.2.9 0", "192.0.2.9 65535", "192.0.2.9/24 80"],
      invalid: ["192.0.2.9 65536", "192.0.2.9 80x", "name 80", "2001:db8::9 80"],
      bare: "fatal",
    },
    sorry_server_inhibit: { valid: [], invalid: [""], bare: "ignored" },
    sorry_server_lvs_method: { valid: [], invalid: ["DR"], bare: "ignored" },
    real_server: {
      valid: ["192.0.2.9 {\n}", "192.0.2.9 0 {\n}", "192.0.2.9 65535 {\n}", "192.0.2.9-20 80 {\n}"],
      invalid: ["192.0.2.9 65536 {\n}", "name 80 {\n}", "2001:db8::9 80 {\n}", "192.0.2.2 80 {\n}", "{\n}"],
      bare: "ignored",
    },
  },
  real_server: {
    ...serverTiming,
    weight: { ...number("1", "65535", ["65536"]), invalid: ["0", "65536", "-1", "x"] },
    lvs_method: forwardingCases(),
    inhibit_on_failure: switched,
    notify_up: script,
    notify_down: script,
    uthreshold: unsigned,
    lthreshold: unsigned,
    alpha: switched,
    smtp_alert: switched,
    virtualhost: optionalText,
    snmp_name: singleText,
    TCP_CHECK: { valid: ["{\n}", "foo {\n}"], invalid: [], bare: "ignored" },
    HTTP_GET: { valid: [], invalid: ["{\n}"], bare: "ignored" },
    SSL_GET: { valid: [], invalid: ["{\n}"], bare: "ignored" },
    SMTP_CHECK: { valid: ["{\n}"], invalid: [], bare: "ignored" },
    DNS_CHECK: { valid: ["{\n}"], invalid: [], bare: "ignored" },
    MISC_CHECK: { valid: [], invalid: ["{\n}"], bare: "ignored" },
    BFD_CHECK: { valid: [], invalid: ["{\n}"], bare: "ignored" },
    PING_CHECK: { valid: ["{\n}"], invalid: [], bare: "ignored" },
    UDP_CHECK: { valid: ["{\n}"], invalid: [], bare: "ignored" },
    FILE_CHECK: { valid: [], invalid: ["{\n}"], bare: "ignored" },
  },
  TCP_CHECK: networkCheck,
  PING_CHECK: networkCheck,
  HTTP_GET: httpGet,
  SSL_GET: { ...httpGet, sni_name: optionalText, tls_compliant: flag },
  SMTP_CHECK: {
    ...networkCheck,
    helo_name: optionalText,
    host: { valid: ["{\n}"], invalid: ["{\nfoo\n}"], bare: "ignored" },
  },
  host: networkCheck,
  DNS_CHECK: {
    ...networkCheck,
    type: { valid: ["A", "ns", "CNAME", "SOA", "MX", "TXT", "AAAA"], invalid: ["PTR"], bare: "fatal" },
    name: text,
  },
  MISC_CHECK: {
    ...checkTiming,
    misc_path: {
      valid: ["/bin/none", "\"/bin/none 'a b'\"", "/bin/none a"],
      invalid: [`"/bin/none 'a"`, '""'],
      bare: "ignored",
    },
    misc_timeout: number("0", "4294", ["4295", "1.5"]),
    misc_dynamic: flag,
    user: { valid: ["nobody", "nobody nogroup"], invalid: ["missing"], bare: "ignored" },
  },
  BFD_CHECK: {
    name: { valid: ["session"], invalid: ["other", "below", "session session"], bare: "ignored" },
    alpha: switched,
  },
  UDP_CHECK: {
    ...networkCheck,
    payload: { valid: ["0102", '"Ab12f 3 456"', "Ab12f 3", "1"], invalid: ["g", "xx", '""'], bare: "ignored" },
    require_reply: { valid: ["", "01", "0xXX1", "x"], invalid: ["g"], bare: "fine" },
    min_reply_length: { ...length, valid: ["0", "255"], invalid: ["256", ...length.invalid] },
    max_reply_length: length,
  },
  FILE_CHECK: {
    track_file: { valid: ["file"], invalid: ["other", "below"], bare: "fatal" },
    weight: {
      valid: ["-2147483647", "2147483647", "0", "5 reverse"],
      invalid: ["-2147483648", "2147483648", "x", "5 foo"],
      bare: "ignored",
    },
    dynamic: flag,
  },
  url: {
    path: text,
    digest: {
      valid: ["9b3a0c85a887a256d6939da88aabd8cd", "9B3A0C85A887A256D6939DA88AABD8CD"],
      invalid: [
        "9b3a0c85a887a256d6939da88aabd8c",
        "9b3a0c85a887a256d6939da88aabd8cdd",
        "9b3a0c85a887a256d6939da88aabd8cg",
      ],
      bare: "fatal",
    },
    status_code: {
      valid: ["100", "599", "200-299 400-499 503", "200-200"],
      invalid: ["99", "600", "299-200", "200-", "x", "200x", "200 x", "200,300"],
      bare: "fine",
    },
    virtualhost: optionalText,
    regex: { valid: [String.raw`"a.*b \\d+ 'c'\t#"`, '""', "a"], invalid: [], bare: "fine" },
    regex_no_match: flag,
    regex_options: { valid: ["caseless", "caseless multiline dotall", "use_offset_limit"], invalid: [], bare: "fine" },
    regex_min_offset: { valid: ["0", "100"], invalid: [], bare: "fine" },
    regex_max_offset: { valid: ["0", "100"], invalid: [], bare: "fine" },
    regex_stack: { valid: ["1 1", "100 20000"], invalid: [], bare: "fine" },
    tls_compliant: flag,
  },
  SSL: { password: optionalText, ca: optionalText, certificate: optionalText, key: optionalText },
};

void test("every keyword has cases", () => {
  const expected = loadBalancingScopes.map(({ name, keywords }) => [name, [...keywords.keys()].toSorted()]);
  const actual = loadBalancingScopes.map(({ name }) => [name, Object.keys(allCases[name] ?? {}).toSorted()]);
  assert.deepEqual(actual, expected);
});

/** What stands in front of the blocks for what they refer to. */
const before = "track_file file {\nfile /tmp/file\n}\nbfd_instance session {\nneighbor_ip 192.0.2.9\n}\n";
const below = "track_file below {\nfile /tmp/file\n}\nbfd_instance below {\nneighbor_ip 192.0.2.10\n}\n";

/** Keywords without which a block is a mistake of its own. */
const needed: Readonly<Partial<Record<ScopeName, readonly (readonly [string, string])[]>>> = {
  HTTP_GET: [["url", "{\npath /\n}"]],
  SSL_GET: [["url", "{\npath /\n}"]],
  url: [["path", "/"]],
  MISC_CHECK: [["misc_path", "/bin/none"]],
  BFD_CHECK: [["name", "session"]],
  FILE_CHECK: [["track_file", "file"]],
};

function block(name: ScopeName, line: string): string {
  const own = line.split(" ")[0];
  const others = (needed[name] ?? []).filter(([keyword]) => keyword !== own).map((words) => words.join(" "));
  return `${name} {\n${[...others, line].join("\n")}\n}`;
}

function serviceWith(line: string, server: string): string {
  const settings = [
    ["protocol", "TCP"],
    ["lvs_sched", "rr"],
    ["lvs_method", "NAT"],
    ["weight", "7"],
  ] as const;
  const own = line.split(" ")[0]?.replace("lb_algo", "lvs_sched").replace("lb_kind", "lvs_method");
  const lines = settings.filter(([keyword]) => keyword !== own).map((words) => words.join(" "));
  return `virtual_server 192.0.2.1 80 {\n${lines.join("\n")}\nreal_server 192.0.2.2 80 {\n${server}\n}\n${line}\n}`;
}

/** A file that is right, but for a line in a block of that kind. */
function fileWith(scope: ScopeName, line: string): string {
  if (scope === "virtual_server_group") return `virtual_server_group G {\n192.0.2.1 80\n${line}\n}`;
  if (scope === "SSL") return `SSL {\n${line}\n}`;
  if (scope === "virtual_server") return serviceWith(line, "");
  if (scope === "real_server") return serviceWith("", line);
  if (scope === "host") return serviceWith("", block("SMTP_CHECK", block("host", line)));
  if (scope === "url") return serviceWith("", `HTTP_GET {\n${block("url", line)}\n}`);
  return `${before}${serviceWith("", block(scope, line))}\n${below}`;
}

/** The findings that a configuration test counts. */
function mistakesOf(scope: ScopeName, line: string): readonly string[] {
  const source = { path: "a.conf", text: fileWith(scope, line) };
  const { diagnostics } = loadConfiguration(source, {
    hostName: "h",
    accounts: { hasUser: (name: string) => name === "nobody", hasGroup: () => true },
  });
  const counting = diagnostics.filter(({ effect }) => effect !== "none");
  assert.equal(counting.length === 0, configTestStatus(diagnostics) === 0);
  return counting.map(({ code }) => code);
}

/** The statement that a line of a file is. */
function parse(line: string): Statement {
  const source = { path: "a.conf", text: `SSL {\n${line}\n}` };
  const [outer] = loadConfiguration(source, { hostName: "h" }).statements;
  const statement = outer?.block?.statements[0];
  assert(statement !== undefined);
  return statement;
}

function read(row: Keyword<unknown>, words: string): unknown {
  return row.shape.read(parse(`${row.name} ${words}`), new Reporter(new Findings()));
}

/** Words as their text, for the same word may stand in another place. */
function withoutPlaces(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if ("source" in value) return "text" in value && value.text;
  if (Array.isArray(value)) return value.map(withoutPlaces);
  const entries = Object.entries(value).filter(([key]) => !key.toLowerCase().endsWith("place"));
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutPlaces(entry)]));
}

for (const { name: scope, keywords } of loadBalancingScopes) {
  for (const row of keywords.values()) {
    const { name } = row;
    const { valid, invalid, bare } = allCases[scope]?.[name] ?? { valid: [], invalid: [], bare: "fine" };

    void test(`${scope}: what may stand behind ${name} and what may not`, () => {
      for (const words of valid) assert.deepEqual(mistakesOf(scope, `${name} ${words}`), [], words);
      for (const words of invalid) assert.notDeepEqual(mistakesOf(scope, `${name} ${words}`), [], words);
      const mistakes = mistakesOf(scope, name);
      assert.equal(mistakes.includes("missing-parameter"), bare === "fatal", mistakes.join(" "));
      assert.equal(mistakes.length > 0, bare !== "fine", mistakes.join(" "));
    });

    const { print } = row.shape;
    if (row.shape.block) continue;
    void test(`${scope}: what ${name} prints reads back to the same value`, () => {
      assert(print !== undefined);
      for (const words of valid) {
        const value = read(row, words);
        assert.notEqual(value, undefined, words);
        const printed: string = print(value);
        assert.deepEqual(withoutPlaces(read(row, printed)), withoutPlaces(value), `${words} -> ${printed}`);
      }
    });
  }
}
