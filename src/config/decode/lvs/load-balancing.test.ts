import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "../../load.ts";
import { scriptSecurityFinding, globalSecurityFinding } from "../../script-security.ts";
import { printGroupEntry } from "./virtual-server-group.ts";
import { printServiceName } from "./service.ts";

const settings = "protocol TCP\nlvs_sched rr\nlvs_method NAT\n";

function load(text: string): ReturnType<typeof loadConfiguration> {
  return loadConfiguration({ path: "a.conf", text }, { hostName: "h" });
}

void test("printed services and entries of groups are read as the same ones", () => {
  const entries = ["192.0.2.1", "192.0.2.1 80", "192.0.2.1-192.0.2.9 80", "2001:db8::1 80", "fwmark 7 inet6"];
  const names = ["192.0.2.1 80", "2001:db8::1", "fwmark 4294967295", 'group "the web"'];
  const servers = names.map((name) => {
    const server = name.startsWith("2001") ? "2001:db8::2" : "192.0.2.2";
    return `virtual_server ${name} {\n${settings}real_server ${server} 80 {\n}\n}`;
  });
  const group = `virtual_server_group "the web" {\n${entries.join("\n")}\n}`;
  const { lvs } = load([group, ...servers].join("\n")).configuration;
  assert.deepEqual(lvs.groups[0]?.entries.map(printGroupEntry), entries);
  assert.deepEqual(
    lvs.virtualServers.map(({ service }) => printServiceName(service)),
    names,
  );
});

void test("scripts of load balancing count for script security", () => {
  const scripts = [
    "quorum_up /bin/a",
    "quorum_down /bin/a",
    "real_server 192.0.2.2 80 {\nnotify_up /bin/a\n}",
    "real_server 192.0.2.2 80 {\nnotify_down /bin/a\n}",
    "real_server 192.0.2.2 80 {\nMISC_CHECK {\nmisc_path /bin/a\n}\n}",
  ];
  for (const script of scripts) {
    const text = `virtual_server 192.0.2.1 80 {\n${settings}${script}\nreal_server 192.0.2.3 80 {\n}\n}`;
    const { configuration } = load(text);
    const finding = globalSecurityFinding(configuration, ({ words: [program] }) => program === "/bin/a");
    assert.equal(finding?.effect, "security", script);
    assert.equal(
      globalSecurityFinding(configuration, () => false),
      undefined,
    );
    assert.equal(
      scriptSecurityFinding(configuration, () => true),
      undefined,
    );
  }
});

void test("10,000 virtual servers make a configuration of as many", () => {
  const count = 10_000;
  const text = Array.from({ length: count }, (_value, index) => {
    const address = `10.${index >> 8}.${index & 255}.1`;
    return `virtual_server ${address} 80 {\n${settings}real_server 192.0.2.2 80 {\nTCP_CHECK {\nconnect_timeout 3\n}\n}\n}`;
  }).join("\n");
  const { configuration, diagnostics } = load(text);
  assert.equal(configuration.lvs.virtualServers.length, count);
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ["not-implemented"],
  );
});
