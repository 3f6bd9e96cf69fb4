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

/** Servers that have the same text between their braces, in two services that they inherit different things of. */
function alike(body: string): ReturnType<typeof load> {
  const service = (index: number, more: string): string =>
    `virtual_server 192.0.2.${index} 80 {\n${settings}${more}\nreal_server 10.0.0.${index} 8${index} {${body}}\n}\n`;
  return load(`${service(1, "delay_loop 5")}${service(2, "delay_loop 7\nweight 9\nalpha")}`);
}

void test("servers of the same text differ in their addresses and in what they inherit", () => {
  const { lvs } = alike("\nTCP_CHECK {\nretry 2\n}\nHTTP_GET {\nurl {\npath /\n}\n}\n").configuration;
  const checkers = lvs.virtualServers.flatMap(({ realServers }) => realServers.flatMap((server) => server.checkers));
  assert.deepEqual(
    checkers.map((checker) =>
      checker.kind === "tcp" || checker.kind === "http" ? [checker.kind, checker.timing] : [checker.kind],
    ),
    [5, 7].flatMap((delay, index) =>
      (["tcp", "http"] as const).map((kind) => [
        kind,
        {
          delayLoop: delay * 1_000_000,
          retry: kind === "tcp" ? 2 : 1,
          delayBeforeRetry: kind === "tcp" ? 1_000_000 : 3_000_000,
          warmup: delay * 1_000_000,
          alpha: index === 1,
          logAllFailures: false,
        },
      ]),
    ),
  );
  assert.deepEqual(
    lvs.virtualServers.map(({ realServers: [server] }) => [server?.weight, server?.address.toString(), server?.port]),
    [
      [1, "10.0.0.1", 81],
      [9, "10.0.0.2", 82],
    ],
  );
});

void test("a finding in servers of the same text is about each of them", () => {
  const wrongs = [
    "weight x",
    "TCP_CHECK {\nconnect_ip x\n}",
    "TCP_CHECK {\nbindto ::1\n}",
    "HTTP_GET {\n}",
    "colour red",
  ];
  for (const wrong of wrongs) {
    const { diagnostics } = alike(`\n${wrong}\n`);
    const places = diagnostics.filter(({ code }) => code !== "not-implemented").map(({ span }) => span?.start);
    assert.equal(new Set(places).size, 2, wrong);
  }
});

void test("the same text means something else with another value of a parameter", () => {
  const { lvs } = load(
    ["$W=3", "$W=4"]
      .map(
        (value, index) =>
          `${value}\nvirtual_server 192.0.2.${index} 80 {\n${settings}real_server 10.0.0.1 80 {\nweight $W\n}\n}`,
      )
      .join("\n"),
  ).configuration;
  assert.deepEqual(
    lvs.virtualServers.map(({ realServers }) => realServers[0]?.weight),
    [3, 4],
  );
});

void test("10,000 virtual servers make a configuration of as many", () => {
  const count = 10_000;
  const text = Array.from({ length: count }, (_value, index) => {
    const address = `10.${index >> 8}.${index & 255}.1`;
    return `virtual_server ${address} 80 {\n${settings}real_server 192.0.2.2 80 {\nTCP_CHECK {\nconnect_timeout 3\n}\n}\n}`;
  }).join("\n");
  const { configuration, diagnostics } = load(text);
  assert.equal(configuration.lvs.virtualServers.length, count);
  assert.deepEqual(diagnostics, []);
});
