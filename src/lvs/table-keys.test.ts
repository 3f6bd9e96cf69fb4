import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { printTableKey } from "../base/lvs-table.ts";
import { loadConfiguration } from "../config/load.ts";
import { maximumGroupServices } from "./config.ts";
import { addressesOf, tableKeys } from "./table-keys.ts";

function keysOf(text: string): readonly string[] {
  const { lvs } = loadConfiguration({ path: "k.conf", text }, { hostName: "h" }).configuration;
  const groups = new Map(lvs.groups.map((group) => [group.name, group]));
  return lvs.virtualServers.flatMap((server) => tableKeys(server, groups)).map(printTableKey);
}

const settings = "lvs_sched rr\nlvs_method NAT\nprotocol TCP";
const tunnelled = "lvs_sched rr\nlvs_method TUN\nprotocol TCP";

void test("each address of a range and each mark of a group is a service of its own", () => {
  const group = "virtual_server_group g {\n192.0.2.254-192.0.3.1 80\n192.0.2.8/30\nfwmark 5\n}\n";
  assert.deepEqual(keysOf(`${group}virtual_server group g {\n${settings}\nreal_server 10.0.0.1 80 {\n}\n}`), [
    "tcp 192.0.2.254 80",
    "tcp 192.0.2.255 80",
    "tcp 192.0.3.0 80",
    "tcp 192.0.3.1 80",
    "tcp 192.0.2.8 0",
    "tcp 192.0.2.9 0",
    "tcp 192.0.2.10 0",
    "tcp 192.0.2.11 0",
    "mark 5 ipv4",
  ]);
});

void test("behind tunnels a group may have both families", () => {
  const group = "virtual_server_group g {\n192.0.2.1 80\n2001:db8::ffff-1:1 80\nfwmark 5 inet6\n}\n";
  const both = ["tcp 192.0.2.1 80", "tcp 2001:db8::ffff 80", "tcp 2001:db8::1:0 80", "tcp 2001:db8::1:1 80"];
  const text = group.replace("ffff-1:1", "ffff-2001:db8::1:1");
  assert.deepEqual(keysOf(`${text}virtual_server group g {\n${tunnelled}\nreal_server 10.0.0.1 80 {\n}\n}`), [
    ...both,
    "mark 5 ipv6",
  ]);
});

function load(entries: string): ReturnType<typeof loadConfiguration> {
  const service = `virtual_server group g {\n${settings}\nreal_server 10.0.0.1 80 {\n}\n}`;
  return loadConfiguration(
    { path: "k.conf", text: `virtual_server_group g {\n${entries}\n}\n${service}` },
    { hostName: "h" },
  );
}

void test("a group with more addresses than the bound is told of, and cut off", () => {
  const told = (entries: string): readonly string[] =>
    load(entries).diagnostics.flatMap(({ code, message }) => (code === "out-of-range" ? [message] : []));
  assert.deepEqual(told("10.0.0.0/16 80"), []);
  assert.deepEqual(told("10.0.0.0/16 80\n10.1.0.0/32 80"), [
    "virtual server group g has more than 65536 addresses - leaving out the others",
  ]);
  assert.equal(told("2001:db8::/32 80").length, 1);
  const { groups, virtualServers } = load("2001:db8::/32 80\n10.0.0.1 80").configuration.lvs;
  const byName = new Map(groups.map((group) => [group.name, group]));
  const counts = virtualServers.map((server) => tableKeys({ ...server, family: undefined }, byName).length);
  assert.deepEqual(counts, [maximumGroupServices]);
});

void test("a range is cut off at the bound", () => {
  const range = { first: IpAddress.of("2001:db8::"), last: IpAddress.of("2001:db8::ffff:ffff") };
  assert.equal(addressesOf(range, maximumGroupServices).length, maximumGroupServices);
  const whole = { first: IpAddress.of("10.1.0.0"), last: IpAddress.of("10.1.255.255") };
  assert.equal(addressesOf(whole, maximumGroupServices).at(-1)?.toString(), "10.1.255.255");
});
