import assert from "node:assert/strict";
import { test } from "node:test";

import { planCluster } from "./cluster-plan.ts";
import type { Network } from "./network.ts";
import { checkSegments, readSegment } from "./read-segments.ts";
import { nodeFrom } from "./sample-nodes.ts";

void test("interfaces of one name are on one segment", () => {
  const { network } = planCluster([node("node1", "eth0"), node("node2", "eth0")]);
  assert.deepEqual(segments(network), ["eth0: node1:eth0 node2:eth0"]);
});

void test("those of one virtual router are, whatever their names", () => {
  const { network } = planCluster([node("node1", "eth0"), node("node2", "ens3")]);
  assert.deepEqual(segments(network), ["eth0: node1:eth0 node2:ens3"]);
});

void test("a segment that is given is as it is", () => {
  const given = [readSegment("front=node1:eth0")];
  const { network } = planCluster([node("node1", "eth0"), node("node2", "eth0")], given);
  assert.deepEqual(segments(network), ["front: node1:eth0", "eth0: node2:eth0"]);
});

void test("own addresses come from the files, and are assumed where the files have none", () => {
  const { network } = planCluster([
    node("node1", "eth0", unicast("unicast_src_ip 192.0.2.7", "192.0.2.8")),
    node("node2", "eth0", unicast("", "192.0.2.7")),
  ]);
  assert.deepEqual(addresses(network), ["node1 192.0.2.7", "node1 fe80::1?", "node2 192.0.2.8", "node2 fe80::2?"]);
});

void test("assumed addresses are in the network of the virtual one, and not in use", () => {
  const { network } = planCluster([node("node1", "eth0", "", "192.0.2.1"), node("node2", "eth0", "", "192.0.2.1")]);
  const ipv4 = addresses(network).filter((text) => text.includes("192"));
  assert.deepEqual(ipv4, ["node1 192.0.2.2?", "node2 192.0.2.3?"]);
});

const known = new Map([
  ["node1", ["eth0"]],
  ["node2", ["eth0"]],
]);
const wrong: readonly (readonly [string, RegExp])[] = [
  ["front", /write NAME=NODE:INTERFACE/u],
  ["front=node1", /write NODE:INTERFACE/u],
  ["front=nod1:eth0", /no node nod1: did you mean node1\?/u],
  ["front=node1:eth1", /node1 has no interface eth1: did you mean eth0\?/u],
  ["front=node1:eth0,node1:eth0", /node1:eth0 is named twice/u],
];
for (const [text, message] of wrong) {
  void test(`a segment that is written wrong is told with its cure: ${text}`, () => {
    assert.throws(() => checkSegments([readSegment(text)], known), message);
  });
}

function node(name: string, link: string, inside = "", address = "192.0.2.100"): ReturnType<typeof nodeFrom> {
  const lines = [`interface ${link}`, "virtual_router_id 1", inside, `virtual_ipaddress {\n ${address}\n }`];
  return nodeFrom(name, `vrrp_instance VI_1 {\n ${lines.join("\n ")}\n}\n`);
}

function unicast(source: string, peer: string): string {
  return `${source}\n unicast_peer {\n ${peer}\n }`;
}

function segments(network: Network): readonly string[] {
  return network.segments.map(
    ({ name, ports }) => `${name}: ${ports.map((port) => `${port.node}:${port.interface}`).join(" ")}`,
  );
}

/** With "?" behind those that are assumed. */
function addresses(network: Network): readonly string[] {
  return Array.from(network.nodes).flatMap(([name, own]) =>
    own.addresses.map(({ prefix, invented }) => `${name} ${prefix.address.toString()}${invented ? "?" : ""}`),
  );
}
