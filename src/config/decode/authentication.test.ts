import assert from "node:assert/strict";
import { test } from "node:test";

import type { InstanceConfig } from "../../vrrp/config.ts";
import { loadConfiguration } from "../load.ts";

type Reading = { readonly instance: InstanceConfig | undefined; readonly findings: readonly string[] };

function load(body: string): Reading {
  const own = "interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n 192.0.2.1\n }";
  const text = `vrrp_instance VI_1 {\n ${own}\n ${body}\n}\n`;
  const { configuration, diagnostics } = loadConfiguration({ path: "a.conf", text }, { hostName: "h" });
  return { instance: configuration.vrrp.instances[0], findings: diagnostics.map(({ message }) => message) };
}

function block(type: string, password: string): string {
  return `authentication {\n auth_type ${type}\n auth_pass ${password}\n }`;
}

const eight = new TextEncoder().encode("12345678");

test("H03 H06: a password has eight bytes, filled with zeros or cut with a word about it", () => {
  const short = load(block("PASS", "abc"));
  assert.deepEqual(short.instance?.authentication, {
    kind: "pass",
    password: Uint8Array.of(97, 98, 99, 0, 0, 0, 0, 0),
  });
  assert.deepEqual(short.findings, []);
  const long = load(block("PASS", "123456789"));
  assert.deepEqual(long.instance?.authentication, { kind: "pass", password: eight });
  assert.deepEqual(long.findings, ["(VI_1) Truncating auth_pass to 8 characters"]);
});

test("H07: no finding shows a password", () => {
  for (const body of [block("PASS", "geheim-geheim"), block("AH", "geheim-geheim"), block("FOO", "geheim")]) {
    assert.ok(load(body).findings.every((message) => !message.includes("geheim")));
  }
});

test("H10: auth_type AH is a header with the same password, and does not begin as master", () => {
  const { instance, findings } = load(`state MASTER\n priority 150\n ${block("AH", "12345678")}`);
  assert.deepEqual(instance?.authentication, { kind: "header", password: eight });
  assert.equal(instance.initialState, "backup");
  assert.deepEqual(findings, ["(VI_1) Initial state master is incompatible with AH authentication - clearing"]);
});

test("H13: version 3 has no authentication, which is told", () => {
  const { instance, findings } = load(`version 3\n ${block("PASS", "12345678")}`);
  assert.deepEqual(instance?.authentication, { kind: "none" });
  assert.deepEqual(findings, ["(VI_1) VRRP version 3 does not support authentication. Ignoring."]);
});

test("A13 A14: 100 unless something else is said, 1 to 255, where 255 owns the addresses", () => {
  const written = ["", "priority 1", "priority 254", "priority 255", "priority 0", "priority 256"];
  assert.deepEqual(
    written.map((body) => load(body).instance?.priority),
    [100, 1, 254, 255, 100, 100],
  );
});
