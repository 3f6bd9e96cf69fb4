import assert from "node:assert/strict";
import { test } from "node:test";

import { configTestStatus } from "../config-test.ts";
import { loadConfiguration } from "../load.ts";
import { Findings, Reporter } from "../reporter.ts";
import { globalDefsScope } from "./global-defs.ts";
import { namespaceWords, processWords, interfaceWords } from "./global/root-words.ts";
import type { Keyword } from "./keyword.ts";

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
const switched: Cases = {
  valid: ["", "on", "off", "true", "false", "yes", "no"],
  invalid: ["maybe", "ON"],
  bare: "fine",
};
const text: Cases = { valid: ["name", '"two words"'], invalid: [], bare: "fatal" };
const path: Cases = { valid: ["/tmp/file", "relative"], invalid: [], bare: "fatal" };
const optionalPath: Cases = { ...path, bare: "fine" };
const processName: Cases = { valid: ["a", "123456789012345"], invalid: ["1234567890123456"], bare: "fatal" };
const script: Cases = {
  valid: ["/bin/true", "\"/bin/x 'a b' c\" nobody nogroup", "/bin/true nobody"],
  invalid: [],
  bare: "ignored",
};
const notNumbers = ["x", "1x", ""];

function number(minimum: string, maximum: string, beyond: readonly string[], bare: Cases["bare"] = "fatal"): Cases {
  return {
    valid: [minimum, maximum, `+${maximum}`.replace("+-", "-")],
    invalid: [...beyond, ...notNumbers.slice(0, 2)],
    bare,
  };
}

const wholeSeconds = number("0", "4294", ["-1", "4295", "1.5"]);
const unsigned = number("0", "4294967295", ["-1", "4294967296"]);
const signed = number("-2147483648", "2147483647", ["-2147483649", "2147483648"]);
const gap = number("0.000001", "4294.967295", ["0", "-1", "4294.967296", "1.2345678"]);
const positive = number("1", "4294967295", ["0", "4294967296"]);
const extraGarps: Cases = {
  valid: ["1", "86400", "all 100", "100 all"],
  invalid: ["0", "86401", "x", "all", "all 0", "100 x"],
  bare: "ignored",
};
const buffer: Cases = { ...unsigned, bare: "ignored" };
const fifo: Cases = {
  valid: ["/run/fifo", "/run/fifo nobody", "/run/fifo nobody nogroup"],
  invalid: [],
  bare: "ignored",
};

function child(name: string): Readonly<Record<string, Cases>> {
  return {
    [`${name}_process_name`]: processName,
    [`${name}_priority`]: number("-20", "19", ["-21", "20"], "ignored"),
    [`${name}_no_swap`]: flag,
    [`${name}_rt_priority`]: number("1", "99", ["0", "100", "-1"], "ignored"),
    [`${name}_cpu_affinity`]: { valid: ["0", "1023", "0 1 2"], invalid: ["1024", "-1", "0 x"], bare: "ignored" },
    [`${name}_rlimit_rttime`]: positive,
    [`${name}_rlimit_rtime`]: positive,
  };
}

function netlink(name: string): Readonly<Record<string, Cases>> {
  return { [name]: buffer, [`${name}_force`]: switched };
}

const inGlobalDefs: Readonly<Record<string, Cases>> = {
  router_id: { ...text, bare: "ignored" },
  notification_email: { valid: ["{ a@b.example c@d.example }"], invalid: ["{ }", "{\n}"], bare: "ignored" },
  notification_email_from: { ...text, bare: "ignored" },
  smtp_server: {
    valid: ["192.0.2.1 1", "mail.example 65535", "2001:db8::1"],
    invalid: ["192.0.2.1 0", "192.0.2.1 65536", "mail.example x"],
    bare: "fatal",
  },
  smtp_helo_name: { ...text, bare: "fine" },
  smtp_connect_timeout: { ...wholeSeconds, valid: ["1", "4294"], invalid: ["0", ...wholeSeconds.invalid] },
  smtp_alert: switched,
  smtp_alert_vrrp: switched,
  smtp_alert_checker: switched,
  no_email_faults: flag,
  no_checker_emails: flag,
  script_user: { valid: ["nobody", "nobody nogroup", "nobody :nogroup"], invalid: ["missing"], bare: "ignored" },
  startup_script: { ...script, invalid: ["/bin/true missing"] },
  shutdown_script: { ...script, invalid: ["/bin/true missing"] },
  enable_script_security: flag,
  use_symlink_paths: switched,
  set_supplementary_groups: switched,
  startup_script_timeout: number("1", "1000", ["0", "1001", "1.5"], "ignored"),
  shutdown_script_timeout: number("1", "1000", ["0", "1001", "1.5"], "ignored"),
  process_names: flag,
  process_name: processName,
  max_auto_priority: number("-1", "99", ["-2", "100"], "fine"),
  min_auto_priority_delay: number("1", "10000000", ["0", "10000001"], "ignored"),
  ...child("vrrp"),
  ...child("checker"),
  ...child("bfd"),
  lvs_process_name: processName,
  reload_check_config: optionalPath,
  reload_time_file: { ...path, invalid: ["/tmp/a b"], bare: "ignored" },
  reload_repeat: flag,
  reload_file: optionalPath,
  umask: {
    valid: ["0", "0777", "0x1ff", "511", "IRUSR", "IRUSR|IWGRP", "IRUSR | IWGRP", "IRUSR| IWGRP", "IRWXO"],
    invalid: ["01000", "0x200", "512", "089", "x", "-1", "IRUSR|", "|IRUSR", "IRUSR|x", "IXOTH IWOTH"],
    bare: "fatal",
  },
  random_seed: unsigned,
  include_check: {
    valid: ["read", "+match -wildcard_match", "brace_match"],
    invalid: ["readable", "match x"],
    bare: "fine",
  },
  config_save_dir: text,
  tmp_config_directory: { ...text, bare: "ignored" },
  data_use_instance: switched,
  state_dump_file: path,
  stats_dump_file: path,
  json_dump_file: path,
  json_version: number("1", "2", ["0", "3"]),
  iproute_usr_dir: path,
  iproute_etc_dir: path,
  dynamic_interfaces: { valid: ["", "allow_if_changes"], invalid: ["off", "constructor"], bare: "fine" },
  default_interface: { ...text, bare: "ignored" },
  disable_local_igmp: flag,
  vrrp_version: number("2", "3", ["1", "4"]),
  vrrp_mcast_group4: { valid: ["224.0.0.18"], invalid: ["192.0.2.1", "ff02::12", "x"], bare: "fatal" },
  vrrp_mcast_group6: { valid: ["ff02::12"], invalid: ["ff05::12", "2001:db8::1", "224.0.0.18", "x"], bare: "fatal" },
  vrrp_strict: flag,
  vrrp_down_timer_adverts: number("1", "100", ["0", "101"]),
  vrrp_startup_delay: number("0.001", "4294.967295", ["0", "-1", "4295"]),
  vrrp_delay_after_boot: number("0.001", "4294.967295", ["0", "-1", "4295"]),
  vrrp_lower_prio_no_advert: switched,
  vrrp_higher_prio_send_advert: switched,
  vrrp_owner_ignore_adverts: flag,
  vrrp_check_unicast_src: flag,
  vrrp_skip_check_adv_addr: flag,
  v3_checksum_as_v2: switched,
  log_unknown_vrids: flag,
  vrrp_notify_priority_changes: switched,
  fifo_write_vrrp_states_on_reload: flag,
  vrrp_rx_bufs_policy: {
    valid: ["MTU", "advert", "0", "4294967295"],
    invalid: ["x", "-1", "4294967296", "1x"],
    bare: "ignored",
  },
  vrrp_rx_bufs_multiplier: { ...positive, bare: "ignored" },
  vmac_prefix: text,
  vmac_addr_prefix: text,
  vrrp_garp_master_delay: wholeSeconds,
  vrrp_garp_master_repeat: positive,
  vrrp_garp_master_refresh: unsigned,
  vrrp_garp_master_refresh_repeat: positive,
  vrrp_garp_lower_prio_delay: wholeSeconds,
  vrrp_garp_lower_prio_repeat: number("0", "2147483647", ["-1", "2147483648"]),
  vrrp_garp_interval: gap,
  vrrp_gna_interval: gap,
  vrrp_min_garp: switched,
  vrrp_garp_extra_if: extraGarps,
  vrrp_vmac_garp_intvl: { ...extraGarps, valid: [], invalid: [...extraGarps.valid, ...extraGarps.invalid] },
  lvs_timeouts: {
    valid: ["tcp 0", "udp 2678400", "tcp 1 tcpfin 2 udp 3"],
    invalid: ["tcp", "tcp x", "tcp -1", "tcp 2678401", "sctp 1", "tcp 1 udp"],
    bare: "ignored",
  },
  lvs_flush: flag,
  lvs_flush_on_stop: { valid: ["", "VS"], invalid: ["vs"], bare: "fine" },
  lvs_flush_onstop: { valid: ["", "VS"], invalid: ["vs"], bare: "fine" },
  lvs_sync_daemon: {
    valid: [
      "eth0",
      "eth0 VI_1",
      "eth0 inst VI_1 id 0",
      "eth0 id 255 maxlen 65507 port 65535 ttl 255 group ff02::81",
      "eth0 maxlen 1 port 1 ttl 1 group 224.0.0.81",
    ],
    invalid: [
      "eth0 id 256",
      "eth0 id",
      "eth0 maxlen 0",
      "eth0 port 65536",
      "eth0 ttl 256",
      "eth0 group 192.0.2.1",
      "eth0 VI_1 10",
      "eth0 VI_1 x",
    ],
    bare: "ignored",
  },
  checker_log_all_failures: switched,
  rs_init_notifies: switched,
  notify_fifo: fifo,
  notify_fifo_script: script,
  vrrp_notify_fifo: fifo,
  vrrp_notify_fifo_script: script,
  lvs_notify_fifo: fifo,
  lvs_notify_fifo_script: script,
  vrrp_iptables: { valid: ["", "IN", "IN OUT"], invalid: [], bare: "fine" },
  vrrp_ipsets: { valid: ["", "a", "a b c d e f"], invalid: [], bare: "fine" },
  nftables: { valid: ["", "table", "t".repeat(255)], invalid: ["t".repeat(256)], bare: "fine" },
  nftables_priority: signed,
  nftables_counters: flag,
  nftables_ifindex: flag,
  nftables_ipvs: { valid: ["", "table"], invalid: ["t".repeat(256)], bare: "fine" },
  nftables_ipvs_priority: signed,
  nftables_ipvs_start_fwmark: positive,
  enable_snmp_vrrp: flag,
  enable_snmp_keepalived: flag,
  enable_snmp_checker: flag,
  enable_snmp_rfc: flag,
  enable_snmp_rfcv2: flag,
  enable_snmp_rfcv3: flag,
  enable_traps: flag,
  snmp_socket: { valid: ["udp:192.0.2.1:705"], invalid: ["udp:192.0.2.1 705"], bare: "ignored" },
  snmp_vs_stats_update_interval: number("0.001", "30", ["0", "30.001"]),
  snmp_rs_stats_update_interval: number("0.001", "30", ["0", "30.001"]),
  enable_dbus: flag,
  dbus_service_name: { ...text, bare: "ignored" },
  dbus_no_interface_name: text,
  ...netlink("vrrp_netlink_cmd_rcv_bufs"),
  ...netlink("vrrp_netlink_monitor_rcv_bufs"),
  ...netlink("lvs_netlink_cmd_rcv_bufs"),
  ...netlink("lvs_netlink_monitor_rcv_bufs"),
  ...netlink("process_monitor_rcv_bufs"),
};

const atRoot: Readonly<Record<string, Cases>> = {
  net_namespace: { valid: [], invalid: [], bare: "ignored" },
  net_namespace_ipvs: { valid: ["", "name"], invalid: [], bare: "fine" },
  namespace_with_ipsets: flag,
  instance: { ...text, bare: "ignored" },
  use_pid_dir: flag,
  child_wait_time: unsigned,
  linkbeat_use_polling: flag,
};

const rootWords = [namespaceWords, processWords, interfaceWords].flatMap((table) =>
  Object.values<Keyword<unknown>>(table),
);
const rows = new Map([...globalDefsScope.keywords.values(), ...rootWords].map((row) => [row.name, row]));

void test("every keyword has cases", () => {
  assert.deepEqual(Object.keys({ ...inGlobalDefs, ...atRoot }).toSorted(), [...rows.keys()].toSorted());
});

/** The findings that a configuration test counts. */
function mistakesOf(line: string, isRoot: boolean): readonly string[] {
  const source = { path: "a.conf", text: isRoot ? line : `global_defs {\n${line}\n}` };
  const { diagnostics } = loadConfiguration(source, {
    hostName: "h",
    accounts: { hasUser: (name: string) => name === "nobody", hasGroup: () => true },
  });
  const counting = diagnostics.filter(({ effect }) => effect !== "none");
  assert.equal(counting.length === 0, configTestStatus(diagnostics) === 0);
  return counting.map(({ code }) => code);
}

for (const [cases, isRoot] of [
  [inGlobalDefs, false],
  [atRoot, true],
] as const) {
  for (const [name, { valid, invalid, bare }] of Object.entries(cases)) {
    void test(`${name}: what may stand behind it and what may not`, () => {
      for (const words of valid) assert.deepEqual(mistakesOf(`${name} ${words}`, isRoot), [], words);
      for (const words of invalid) assert.notDeepEqual(mistakesOf(`${name} ${words}`, isRoot), [], words);
      const mistakes = mistakesOf(name, isRoot);
      assert.equal(mistakes.includes("missing-parameter"), bare === "fatal");
      if (name !== "vrrp_vmac_garp_intvl") assert.equal(mistakes.length > 0, bare !== "fine");
    });
  }
}

/** What a row makes of words. */
function read(row: Keyword<unknown>, words: string): unknown {
  const source = { path: "a.conf", text: `global_defs {\n${row.name} ${words}\n}` };
  const [block] = loadConfiguration(source, { hostName: "h" }).statements;
  const statement = block?.block?.statements[0];
  assert(statement !== undefined);
  return row.shape.read(statement, new Reporter(new Findings()));
}

/** Without the places in the text. */
function withoutPlaces(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return "source" in value
    ? "text" in value && value.text
    : Object.fromEntries(entries.filter(([key]) => !key.toLowerCase().endsWith("place")));
}

for (const [name, { valid }] of Object.entries({ ...inGlobalDefs, ...atRoot })) {
  const row = rows.get(name);
  const print = row?.shape.print;
  if (row === undefined || print === undefined) continue;
  void test(`${name}: what is printed reads back to the same value`, () => {
    for (const words of valid) {
      const value = read(row, words);
      assert.notEqual(value, undefined, words);
      const printed: string = print(value);
      assert.deepEqual(withoutPlaces(read(row, printed)), withoutPlaces(value), `${words} -> ${printed}`);
    }
  });
}

void test("every value of the table can be printed", () => {
  const unprintable = [...rows.values()].filter(({ shape }) => shape.print === undefined).map(({ name }) => name);
  assert.deepEqual(unprintable, ["notification_email"]);
});
