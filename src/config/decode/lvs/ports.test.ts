import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "../../load.ts";

/** What the servers of a service come to: their ports, those that their TCP checks connect to, and what is found. */
function describe(service: string, servers: readonly string[]): string {
  const settings = "protocol TCP\nlvs_sched rr\nlvs_method NAT\npersistence_timeout 50\n";
  const blocks = servers.map((each) => `real_server ${each} {\nTCP_CHECK {\n}\n}\n`);
  const text = `virtual_server_group g {\n192.0.2.1 80\n}\nvirtual_server ${service} {\n${settings}${blocks.join("")}}\n`;
  const { configuration, diagnostics } = loadConfiguration({ path: "a.conf", text }, { hostName: "h" });
  const ports = configuration.lvs.virtualServers[0]?.realServers.map(({ address, port, checkers: [checker] }) => {
    const checked = checker !== undefined && "connection" in checker ? checker.connection.port : "?";
    return `${address.toString()} ${port} ${checked ?? "the same"}`;
  });
  const found = diagnostics.filter(({ code }) => code === "duplicate").map(({ effect }) => `duplicate ${effect}`);
  return [...(ports ?? []), ...found].join(", ");
}

test("a real server without a port has that of the address it is behind, and is checked there", () => {
  assert.equal(describe("192.0.2.1 80", ["192.0.2.2"]), "192.0.2.2 80 the same");
  assert.equal(describe("192.0.2.1 80", ["192.0.2.2 8080"]), "192.0.2.2 8080 the same");
  assert.equal(describe("192.0.2.1", ["192.0.2.2"]), "192.0.2.2 0 the same");
  assert.equal(describe("group g", ["192.0.2.2"]), "192.0.2.2 0 the same");
  assert.equal(describe("fwmark 5", ["192.0.2.2"]), "192.0.2.2 0 the same");
});

test("at one place there is one server; where the reference finds out late, its configuration test says nothing", () => {
  const [one, other] = ["192.0.2.2", "192.0.2.2 80"];
  assert.equal(describe("192.0.2.1 80", [other, other]), "192.0.2.2 80 the same, duplicate configuration");
  assert.equal(describe("192.0.2.1 80", [one, one]), "192.0.2.2 80 the same, duplicate configuration");
  assert.equal(describe("192.0.2.1 80", [one, other]), "192.0.2.2 80 the same, duplicate none");
  assert.equal(describe("192.0.2.1 80", [other, one]), "192.0.2.2 80 the same, duplicate none");
});
