import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../base/time.ts";
import { buildWorld, planCluster } from "./cluster-plan.ts";
import { nodeFrom } from "./sample-nodes.ts";

/*
 * Nodes that hear one another have the address once, and the other one takes over: in every way that adverts travel.
 */

const ways: Readonly<Record<string, (own: string, other: string) => string>> = {
  multicast: () => "",
  "version 3": () => "version 3\n advert_int 0.5",
  "a group of their own": () => "",
  "a virtual MAC address": () => "use_vmac",
  "a virtual MAC address, adverts from below it": () => "use_vmac\n vmac_xmit_base",
  "a password": () => "authentication {\n auth_type PASS\n auth_pass secret\n }",
  "an authentication header": () => "authentication {\n auth_type AH\n auth_pass secret\n }",
  unicast: (own, other) => `unicast_src_ip ${own}\n unicast_peer {\n ${other}\n }`,
  "unicast with a limit of the TTL": (own, other) =>
    `unicast_src_ip ${own}\n unicast_ttl 64\n unicast_peer {\n ${other} min_ttl 60\n }`,
};

for (const [way, inside] of Object.entries(ways)) {
  const globals = way === "a group of their own" ? "global_defs {\n vrrp_mcast_group4 224.0.0.111\n}\n" : "";
  void test(`adverts by ${way}`, () => {
    const own = ["192.0.2.1", "192.0.2.2"] as const;
    check("192.0.2.100", (index) => globals + instance(index, inside(own[index], own[1 - index] ?? ""), "192.0.2.100"));
  });
}

void test("adverts over IPv6", () => {
  check("2001:db8::100", (index) => instance(index, "", "fe80::100\n 2001:db8::100"));
});

void test("an owner of the address has it while it has power, whatever its daemon does", () => {
  const nodes = ["255", "100"].map((priority, index) =>
    nodeFrom(
      `node${index + 1}`,
      instance(index, `mcast_src_ip 192.0.2.${index + 1}`, "192.0.2.1").replace(
        /priority \d+/u,
        `priority ${priority}`,
      ),
    ),
  );
  const world = buildWorld(planCluster(nodes));
  world.start("node1");
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.1", world.now), ["node1"]);
  world.stop("node1");
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.1", world.now), ["node1"]);
  world.kill("node1");
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.1", world.now), []);
});

function instance(index: number, inside: string, addresses: string): string {
  const lines = ["interface eth0", "virtual_router_id 7", `priority ${100 - 10 * index}`, inside];
  return `vrrp_instance VI_1 {\n ${lines.join("\n ")}\n virtual_ipaddress {\n ${addresses}\n }\n}\n`;
}

function check(address: string, text: (index: 0 | 1) => string): void {
  const world = buildWorld(planCluster([nodeFrom("node1", text(0)), nodeFrom("node2", text(1))]));
  world.start("node1");
  world.start("node2");
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node1"]);
  world.kill("node1");
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node2"]);
  world.start("node1");
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node1"]);
}
