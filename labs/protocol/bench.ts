import type { TestContext } from "node:test";

import { type Daemon, type NodeSpec, Owners, Topology, type WireCapture } from "../../src/lab/index.ts";
import type { LabProgram } from "../programs.ts";

/** Both have a second address, for adverts from somebody who is not expected. */
const addresses = { node1: ["192.0.2.1/24", "192.0.2.11/24"], node2: ["192.0.2.2/24", "192.0.2.12/24"] } as const;

export type NodeName = keyof typeof addresses;

/** An instance by its VRID, and what its block says on each node beyond interface, VRID and address. */
export type Router = { readonly vrid: number; readonly keywords: Readonly<Record<NodeName, string>> };

/** The virtual address of a router. */
export function addressOf(vrid: number): string {
  return `192.0.2.${100 + vrid}`;
}

/** Two nodes on a switch. */
export class Bench {
  readonly lab: Topology;
  readonly owners: Owners;
  readonly wire: WireCapture;
  readonly #routers: readonly Router[];

  private constructor(lab: Topology, owners: Owners, wire: WireCapture, routers: readonly Router[]) {
    this.lab = lab;
    this.owners = owners;
    this.wire = wire;
    this.#routers = routers;
  }

  static async open(context: TestContext, routers: readonly Router[], globals = ""): Promise<Bench> {
    const lab = await Topology.open({ nodes: { node1: nodeSpec("node1"), node2: nodeSpec("node2") } });
    context.after(async () => lab.close());
    const bench = new Bench(lab, await Owners.watch(lab.nodes), await lab.capture(), routers);
    for (const name of ["node1", "node2"] as const) {
      const blocks = routers.map(({ vrid, keywords }) => instance(vrid, keywords[name]));
      const defaults = `global_defs {\n vrrp_garp_master_delay 0\n vrrp_garp_master_repeat 1\n ${globals}\n}\n`;
      lab.node(name).files.write("keepalived.conf", defaults + blocks.join(""));
    }
    return bench;
  }

  /** Starts a daemon; resolves when all its instances have begun. */
  async start(name: NodeName, program: LabProgram): Promise<Daemon> {
    const daemon = await this.lab.node(name).startDaemon({ program: program.daemon });
    for (const { vrid } of this.#routers) {
      await daemon.awaitLog(new RegExp(`\\(V${vrid}\\) Entering BACKUP STATE`, "u"));
    }
    return daemon;
  }

  /** The MAC address of a node: whose adverts these are. */
  mac(name: NodeName): string {
    return this.lab.node(name).mac("eth0");
  }
}

function nodeSpec(name: NodeName): NodeSpec {
  return { interfaces: { eth0: { addresses: addresses[name] } } };
}

function instance(vrid: number, keywords: string): string {
  const own = `interface eth0\n virtual_router_id ${vrid}\n virtual_ipaddress { ${addressOf(vrid)} }`;
  return `vrrp_instance V${vrid} {\n ${own}\n ${keywords.replaceAll(";", "\n")}\n}\n`;
}
