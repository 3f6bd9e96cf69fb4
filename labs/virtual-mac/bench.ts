import type { TestContext } from "node:test";

import { instant } from "../../src/base/time.ts";
import {
  type Daemon,
  ensurePackages,
  type LabNode,
  type NodeSpec,
  Owners,
  type Program,
  Topology,
  type WireCapture,
} from "../../src/lab/index.ts";
import { type LabProgram, reasonToSkip } from "../programs.ts";

/** Two routers and a host on one segment, all with IPv4, a network of IPv6, and a link-local address. */
export type Bench = {
  readonly lab: Topology;
  readonly node1: LabNode;
  readonly node2: LabNode;
  readonly client: LabNode;
  readonly owners: Owners;
  readonly wire: WireCapture;
};

function machine(number: number): NodeSpec {
  const addresses = [`192.0.2.${number}/24`, `2001:db8::${number}/64`, `fe80::${number}/64`];
  return { interfaces: { eth0: { addresses } } };
}

export async function openBench(context: TestContext): Promise<Bench> {
  const lab = await Topology.open({ nodes: { node1: machine(1), node2: machine(2), client: machine(9) } });
  context.after(async () => lab.close());
  const [node1, node2, client] = [lab.node("node1"), lab.node("node2"), lab.node("client")];
  const [owners, wire] = await Promise.all([Owners.watch([node1, node2]), lab.capture()]);
  return { lab, node1, node2, client, owners, wire };
}

/** What an instance is made of; lines as in a file. */
export type InstanceText = {
  readonly vrid: number;
  readonly priority: number;
  readonly body?: string;
  readonly addresses: readonly string[];
};

export function instanceText({ vrid, priority, body = "", addresses }: InstanceText): string {
  const fixed = `interface eth0\n virtual_router_id ${vrid}\n version 3\n advert_int 0.1\n priority ${priority}`;
  const list = addresses.map((address) => `  ${address}`).join("\n");
  return `vrrp_instance VI_${vrid} {\n ${fixed}\n garp_master_delay 1\n ${body}\n virtual_ipaddress {\n${list}\n }\n}\n`;
}

export async function startDaemon(node: LabNode, program: LabProgram, text: string): Promise<Daemon> {
  node.files.write("keepalived.conf", text);
  return node.startDaemon({ program: program.daemon });
}

/** Why a lab of this directory cannot run here. */
export async function obstacle(): Promise<string | false> {
  return (await reasonToSkip()) || ((await ensurePackages(["nftables", "iputils-ping"])) ?? false);
}

/** Whether somebody answers for the address, and with which MAC address the client knows it now. */
export async function ping(
  client: LabNode,
  address: string,
): Promise<{ readonly answers: boolean; readonly mac: string }> {
  const [bare = ""] = address.split("%");
  const script = `ip neigh flush to ${bare} dev eth0; ping -n -c 1 -W 1 ${address}; ip neigh show ${bare}`;
  const output = await client.run(["sh", "-c", script]);
  return { answers: output.includes("bytes from"), mac: /lladdr (\S+)/u.exec(output)?.[1] ?? "none" };
}

/** Names of the interfaces, in the order of the kernel. */
export async function links(node: LabNode): Promise<readonly string[]> {
  const documents: unknown = JSON.parse(await node.run(["ip", "-json", "link", "show"]));
  return (Array.isArray(documents) ? documents : []).map(({ ifname }: { readonly ifname: string }) => ifname);
}

/** Every sysctl of the interfaces that there are without VMAC interfaces. */
export async function settings(node: LabNode): Promise<string> {
  const script =
    "cd /proc/sys/net && grep -r . ipv4/conf/all ipv4/conf/default ipv4/conf/eth0 ipv6/conf/eth0 2>/dev/null";
  return node.run(["sh", "-c", `${script} | sort`]);
}

export async function ruleset(node: LabNode): Promise<string> {
  return node.run(["nft", "list", "ruleset"]);
}

/** Frames that arrive at the client, one line each, by a filter of tcpdump(8). */
export async function watchFrames(client: LabNode, filter: string): Promise<Program> {
  const program = client.spawn(["tcpdump", "-l", "-e", "-n", "-Z", "root", "--immediate-mode", "-i", "eth0", filter]);
  await program.awaitLine(/listening on/u);
  return program;
}

/** Before everything. */
export const origin = instant(0);
