import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../../base/time.ts";
import { configTestStatus } from "../config-test.ts";
import { loadConfiguration } from "../load.ts";
import type { LoadResult } from "../load.ts";
import { printGarpGroup } from "./garp-group.ts";
import { printLinkbeat } from "./linkbeat.ts";
import { printLinkDelays } from "./up-down-delays.ts";

function load(text: string, interfaces: readonly string[] = ["eth0", "eth1"]): LoadResult {
  return loadConfiguration({ path: "a.conf", text }, { hostName: "h", interfaces: new Set(interfaces) });
}

/** Blocks that name an interface which does not exist; the status of a configuration test, and whether it is fatal. */
const unknownInterfaces: readonly (readonly [text: string, status: number, fatal: boolean, message: string])[] = [
  ["linkbeat_interfaces {\neth9\n}", 4, false, "unknown interface eth9 specified for linkbeat interface"],
  ["interface_up_down_delays {\neth9 1\n}", 4, false, "unknown interface eth9 specified for up/down delay"],
  [
    "garp_group {\ngarp_interval 1\ninterface eth9\n}",
    5,
    true,
    "WARNING - interface eth9 for garp_group doesn't exist",
  ],
  [
    "static_ipaddress {\n192.0.2.9 dev eth9\n}",
    5,
    true,
    "WARNING - interface eth9 for ip address 192.0.2.9 doesn't exist",
  ],
  ["static_routes {\n192.0.2.9 dev eth9\n}", 5, true, "WARNING - interface eth9 for VROUTE nexthop doesn't exist"],
  ["static_rules {\niif eth9 table 1 priority 1\n}", 5, true, "WARNING - interface eth9 for rule doesn't exist"],
];

for (const [text, status, fatal, message] of unknownInterfaces) {
  void test(`unknown interface: ${text.replaceAll("\n", " ")}`, () => {
    const result = load(text);
    const findings = result.diagnostics.filter(({ code }) => code !== "not-implemented");
    assert(
      findings.some((finding) => finding.message === message),
      findings.map((finding) => finding.message).join("\n"),
    );
    assert.equal(configTestStatus(findings), status);
    assert.equal(result.fatal, fatal);
  });
}

void test("a static address without an interface gets default_interface, which is eth0 and has to exist", () => {
  const text = "static_ipaddress {\n192.0.2.9/24\n}";
  assert.equal(load(text).configuration.vrrp.statics?.addresses[0]?.interface, "eth0");
  const other = load(`global_defs {\ndefault_interface eth1\n}\n${text}`);
  assert.equal(other.configuration.vrrp.statics?.addresses[0]?.interface, "eth1");
  const absent = load(text, ["lo"]);
  assert.deepEqual(absent.configuration.vrrp.statics?.addresses, []);
  assert.equal(absent.fatal, true);
  assert.equal(
    absent.diagnostics.find(({ fatal }) => fatal)?.message,
    "Static address 192.0.2.9/24 requires either an interface or default interface must exist",
  );
});

void test("delays just below their limit are left as they are, on it they are not", () => {
  const instance = "vrrp_instance A {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n192.0.2.1\n}\n}";
  const delaysOf = (line: string): unknown =>
    load(`interface_up_down_delays {\n${line}\n}\n${instance}`).configuration.vrrp.linkDelays?.[0];
  assert.deepEqual(delaysOf("eth0 1.999999"), { interface: "eth0", down: 1_999_999, up: 1_999_999 });
  assert.deepEqual(delaysOf("eth0 2 1"), { interface: "eth0", down: 1_992_188, up: seconds(1) });
  assert.deepEqual(delaysOf("eth1 255"), { interface: "eth1", down: seconds(255), up: seconds(255) });
});

void test("what the blocks say is printed as they are written", () => {
  assert.equal(printLinkbeat({ interface: "eth0", method: undefined }), "eth0");
  assert.equal(printLinkbeat({ interface: "eth0", method: "MII" }), "eth0 MII");
  assert.equal(printLinkDelays({ interface: "eth0", down: seconds(1.5), up: seconds(1.5) }), "eth0 1.5");
  assert.equal(printLinkDelays({ interface: "eth0", down: seconds(0), up: seconds(0.000001) }), "eth0 0 0.000001");
  for (const lines of [
    ["garp_interval 0.1", "interface eth0"],
    ["garp_interval 2", "gna_interval 2147.483647", "interfaces {", "  eth0", "  eth1", "}"],
  ]) {
    const group = load(`garp_group {\n${lines.join("\n")}\n}`).configuration.vrrp.announcementGroups?.[0];
    assert(group !== undefined);
    assert.deepEqual(printGarpGroup(group), lines);
  }
});
