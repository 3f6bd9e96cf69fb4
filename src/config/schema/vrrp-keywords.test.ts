import assert from "node:assert/strict";
import { test } from "node:test";

import { unreachable } from "../../base/assert.ts";
import { loadConfiguration } from "../load.ts";
import { Findings, Reporter } from "../reporter.ts";
import type { Statement } from "../tree.ts";
import { scopes } from "./index.ts";
import type { ScopeName } from "./keyword.ts";

/** What is taken without a finding, and what is not. */
type Cases = { readonly good: readonly string[]; readonly bad: readonly string[] };

const unsigned = ["4294967295"];
const beyondUnsigned = ["4294967296", "-1", "x", "5x"];
const wholeSeconds: Cases = { good: ["0", "4294"], bad: ["4295", "-1", "x", "1.5"] };
const count: Cases = { good: ["1", ...unsigned], bad: ["0", ...beyondUnsigned] };
const flag: Cases = { good: [""], bad: [] };
const yesOrNo: Cases = { good: ["", "on", "off", "true", "false", "yes", "no"], bad: ["On", "1", "maybe"] };
const address: Cases = { good: ["192.0.2.1"], bad: ["192.0.2", "x"] };
const byte: Cases = { good: ["1", "255"], bad: ["0", "256", "-1", "x"] };
const script: Cases = {
  good: ["/bin/true", '"/bin/echo a  b"', `"/bin/sh -c 'a  b; \\134042'"`, "/bin/true root", "/bin/true root :root"],
  bad: [],
};
const scriptWeight: Cases = {
  good: ["0", "253", "-253", "7 reverse", "0 reverse"],
  bad: ["254", "-254", "x", "5 noreverse", "5 backwards"],
};
const fileWeight: Cases = {
  good: ["0", "254", "-254", "7 reverse"],
  bad: ["255", "-255", "x", "2147483648", "5 noreverse"],
};
const notify = {
  notify_master: script,
  notify_backup: script,
  notify_fault: script,
  notify_stop: script,
  notify: script,
  notify_deleted: { good: ["", ...script.good], bad: [] },
  notify_priority_changes: yesOrNo,
  smtp_alert: yesOrNo,
};

type TestedScope =
  | "vrrp_instance"
  | "vrrp_script"
  | "vrrp_sync_group"
  | "authentication"
  | "auth_hmac"
  | "track_file"
  | "vrrp_track_process"
  | "bfd_instance";

const keywords: Readonly<Record<TestedScope, Readonly<Record<string, Cases>>>> = {
  vrrp_instance: {
    ...notify,
    notify_master_rx_lower_pri: script,
    state: { good: ["BACKUP"], bad: ["INIT", "backup"] },
    priority: { good: ["1", "255"], bad: ["0", "256", "-1", "x", "100a"] },
    advert_int: { good: ["1", "255"], bad: ["0", "0.009", "256", "x"] },
    version: { good: ["2", "3"], bad: ["1", "4", "x"] },
    preempt_delay: { good: ["0", "0.5", "1000"], bad: ["1000.1", "-1", "x"] },
    nopreempt: flag,
    preempt: flag,
    down_timer_adverts: { good: ["1", "100"], bad: ["0", "101", "x"] },
    lower_prio_no_advert: yesOrNo,
    higher_prio_send_advert: yesOrNo,
    owner_ignore_adverts: flag,
    skip_check_adv_addr: yesOrNo,
    strict_mode: yesOrNo,
    accept: flag,
    no_accept: flag,
    v3_checksum_as_v2: yesOrNo,
    no_virtual_ipaddress: flag,
    promote_secondaries: flag,
    dont_track_primary: flag,
    track_src_ip: flag,
    use_vmac_addr: flag,
    mcast_src_ip: address,
    mcast_dst_ip: { good: ["224.0.0.1", "239.255.255.255"], bad: ["192.0.2.1", "x", "ff02::12"] },
    unicast_fault_no_peer: flag,
    kernel_rx_buf_size: { good: ["0", ...unsigned], bad: beyondUnsigned },
    debug: { good: ["0", "4"], bad: ["5", "-1", "x"] },
    garp_master_delay: wholeSeconds,
    garp_master_repeat: count,
    garp_master_refresh: { good: ["0", ...unsigned], bad: [...beyondUnsigned, "1.5"] },
    garp_master_refresh_repeat: count,
    garp_lower_prio_delay: wholeSeconds,
    garp_lower_prio_repeat: { good: ["0", "2147483647"], bad: ["2147483648", "-1", "x"] },
    garp_extra_if: { good: ["0", "1", "86400", "all 5", "5 all"], bad: ["", "all", "86401", "-1", "x", "x 5"] },
    use_vmac: {
      good: ["", "vmac.1", "name name", "group", "02:00:5e:00:01:02", "vmac.1 2:0:5e:0:1 netlink_notify_msg group 7"],
      bad: [
        "abcdefghijklmnop",
        "a/b",
        "a b",
        "02:00:5e:00",
        "02:00:5e:00:01:gg",
        "01:00:5e:00:00:01",
        "a group x",
        "02:00:5e:00:01:02 02:00:5e:00:01:03",
      ],
    },
    use_ipvlan: {
      good: ["ipv.1 192.0.2.9", "192.0.2.9 private", "name bridge 192.0.2.9 vepa group 4294967295"],
      bad: ["", "ipv.1", "2001:db8::1", "192.0.2.9 192.0.2.8", "192.0.2.9 vepa private", "a b 192.0.2.9"],
    },
  },
  vrrp_script: {
    script: { good: ["/bin/true", '"/bin/echo a  b"', '"</etc/passwd"'], bad: ['""'] },
    interval: { good: ["1", "0.5", "4294"], bad: ["0", "4295", "-1", "x"] },
    timeout: { good: ["1", "0.5", "4294"], bad: ["0", "4295", "-1", "x"] },
    weight: scriptWeight,
    rise: { good: ["1", "2147483647"], bad: ["0", "2147483648", "-1", "x"] },
    fall: { good: ["1", "2147483647"], bad: ["0", "2147483648", "-1", "x"] },
    user: { good: ["root", "root root", "root :root"], bad: ["nobody-of-that-name"] },
    init_fail: flag,
  },
  vrrp_sync_group: { ...notify, sync_group_tracking_weight: flag },
  authentication: {
    auth_type: { good: ["PASS"], bad: ["pass", "PASSWORD"] },
    auth_pass: { good: ["12345678"], bad: ["123456789"] },
  },
  auth_hmac: {
    key: {
      good: [`1 ${"a".repeat(32)}`, `255 hex:${"0f".repeat(64)}`, "2 file:/etc/key"],
      bad: [`0 ${"a".repeat(32)}`, `256 ${"a".repeat(32)}`, "1 short", `1 ${"a".repeat(65)}`, "1 hex:0", "1 file:"],
    },
    active_key: { good: ["9"], bad: ["0", "256", "7", "x"] },
    anti_replay: { good: ["time", "monotonic"], bad: ["never"] },
    time_window: { good: ["1", "300"], bad: ["0", "301", "x"] },
    mode: { good: ["enforce", "permissive", "receive-only"], bad: ["off"] },
  },
  track_file: {
    file: { good: ["/tmp/a", '"/tmp/a b"'], bad: [] },
    weight: fileWeight,
    init_file: {
      good: ["", "5", "-254", "254", "overwrite", "5 overwrite", "overwrite 5"],
      bad: ["255", "-255", "2147483648", "x"],
    },
  },
  vrrp_track_process: {
    process: { good: ["nginx", '"/tmp/a b" c "d e"'], bad: [] },
    param_match: { good: ["", "initial", "partial"], bad: ["exact"] },
    weight: fileWeight,
    quorum: { good: ["1", "65535"], bad: ["0", "65536", "x"] },
    quorum_max: { good: ["0", "1", "65535"], bad: ["65536", "-1", "x"] },
    fork_delay: { good: ["0.000001", "3600"], bad: ["0", "3600.1", "x"] },
    terminate_delay: { good: ["0.000001", "3600"], bad: ["0", "3600.1", "x"] },
    delay: { good: ["0.000001", "3600"], bad: ["0", "3600.1", "x"] },
    full_command: flag,
  },
  bfd_instance: {
    neighbor_ip: { good: ["192.0.2.1", "2001:db8::1"], bad: ["x"] },
    source_ip: address,
    min_rx: { good: ["1", "3.312", "4294967"], bad: ["0.9", "4294968", "x"] },
    min_tx: { good: ["1", "3.312", "4294967"], bad: ["0.9", "4294968", "x"] },
    idle_tx: { good: ["1000", "4294967"], bad: ["999", "4294968", "x"] },
    multiplier: byte,
    passive: flag,
    ttl: byte,
    hoplimit: byte,
    max_hops: { good: ["-1", "0", "255"], bad: ["-2", "256", "x"] },
    multihop: flag,
    weight: scriptWeight,
    vrrp: flag,
    checker: flag,
  },
};

const instance = "interface eth0\nvirtual_router_id 1\nvirtual_ipaddress { 192.0.2.100 }";
const key = `key 9 ${"k".repeat(32)}`;

function isTested(scope: ScopeName): scope is TestedScope {
  return Object.hasOwn(keywords, scope);
}

/** A file in which nothing but the line may be wrong. */
function fileWith(scope: TestedScope, line: string): string {
  switch (scope) {
    case "vrrp_instance":
      return `vrrp_instance NAME {\n${instance}\n${line}\n}`;
    case "authentication":
      return `vrrp_instance NAME {\n${instance}\nauthentication {\nauth_type PASS\nauth_pass a\n${line}\n}\n}`;
    case "auth_hmac":
      return `vrrp_instance NAME {\n${instance}\nauth_hmac {\n${key}\nactive_key 9\n${line}\n}\n}`;
    case "vrrp_sync_group": {
      const members = ["A", "B"].map(
        (name, index) =>
          `vrrp_instance ${name} {\ninterface eth0\nvirtual_router_id ${index + 1}\nvirtual_ipaddress { 192.0.2.10${index} }\n}`,
      );
      return `${members.join("\n")}\nvrrp_sync_group NAME {\ngroup {\nA\nB\n}\n${line}\n}`;
    }
    case "vrrp_script":
      return `vrrp_script NAME {\n${line.startsWith("script") ? "" : "script /bin/true"}\n${line}\n}`;
    case "track_file":
      return `track_file NAME {\n${line.startsWith("file") ? "" : "file /tmp/a"}\n${line}\n}`;
    case "vrrp_track_process":
      return `vrrp_track_process NAME {\n${line.startsWith("process") ? "" : "process nginx"}\n${line}\n}`;
    case "bfd_instance":
      return `bfd_instance NAME {\n${line.startsWith("neighbor") ? "" : "neighbor_ip 192.0.2.9"}\n${line}\n}`;
    default:
      return unreachable(scope);
  }
}

function load(scope: TestedScope, line: string): ReturnType<typeof loadConfiguration> {
  const environment = { hostName: "h", accounts: { hasUser: (name: string) => name === "root", hasGroup: () => true } };
  return loadConfiguration({ path: "a.conf", text: fileWith(scope, line) }, environment);
}

/** The findings that a configuration test refuses; what is not built is no mistake in the file. */
function mistakes(scope: TestedScope, line: string): readonly string[] {
  const { diagnostics } = load(scope, line);
  return diagnostics
    .filter(({ code, effect }) => effect !== "none" && code !== "not-implemented")
    .map(({ message }) => message);
}

/** The last line of the file with that keyword. */
function findStatement(statements: readonly Statement[], keyword: string): Statement | undefined {
  for (const statement of statements.toReversed()) {
    if (statement.keyword.text === keyword) return statement;
    const inner = findStatement(statement.block?.statements ?? [], keyword);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

for (const { name: scopeName, keywords: known } of scopes) {
  if (!isTested(scopeName)) continue;
  const scope = scopeName;
  const rows = keywords[scope];
  for (const [name, { good, bad }] of Object.entries(rows)) {
    void test(`${scope}: ${name} takes what the reference takes`, () => {
      for (const value of good) assert.deepEqual(mistakes(scope, `${name} ${value}`), [], value);
      for (const value of bad) assert.notDeepEqual(mistakes(scope, `${name} ${value}`), [], value);
    });

    void test(`${scope}: what ${name} says can be printed and read again`, () => {
      const shape = known.get(name)?.shape;
      const read = (line: string): unknown => {
        const statement = findStatement(load(scope, line).statements, name);
        return statement && shape?.read(statement, new Reporter(new Findings()));
      };
      for (const value of good) {
        const first = read(`${name} ${value}`);
        assert.notEqual(first, undefined, value);
        const printed = shape?.print?.(first) ?? assert.fail("cannot be printed");
        assert.deepEqual(comparable(read(`${name} ${printed}`)), comparable(first), `${value} -> ${printed}`);
      }
    });
  }
}

const places = new Set(["source", "start", "end", "place", "accountPlace"]);

/** A value without the places in the text. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (property, entry: unknown) => (places.has(property) ? undefined : entry)));
}

/** Read by decoders of their own, or tested with what they belong to. */
const elsewhere = new Set([
  "interface",
  "virtual_router_id",
  "native_ipv6",
  "unicast_src_ip",
  "check_unicast_src",
  "unicast_ttl",
  "old_unicast_checksum",
  "vrf",
  "vmac_xmit_base",
  "timer_expired_backup",
  "thread_timer_expired",
  "vmac_garp_intvl",
  "linkbeat_use_polling",
  "lvs_sync_daemon_interface",
  "global_tracking",
  "neighbour_ip",
]);

void test("no keyword of these blocks is forgotten", () => {
  for (const { name: scope, keywords: known } of scopes) {
    if (!isTested(scope)) continue;
    const rows = keywords[scope];
    const missing = [...known.values()].filter(({ name, shape }) => !shape.block && rows[name] === undefined);
    const names = missing.map(({ name }) => name).filter((name) => !elsewhere.has(name));
    assert.deepEqual(names, [], scope);
  }
});
