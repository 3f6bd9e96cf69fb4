import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { LabNode, type NodeLink, type NodeSpec } from "./node.ts";
import { NetworkNamespace } from "./namespace.ts";
import type { Program } from "./program.ts";
import { WireCapture } from "./wire-capture.ts";

/** What to build: nodes by name, each joined to a switch by every one of its interfaces. */
export type TopologySpec = { readonly nodes: Readonly<Record<string, NodeSpec>> };

/** The switch of interfaces that name none. */
export const usualSwitch = "lan";

/** Without these the first packets of an address wait for duplicate address detection or for a router. */
const networkParameters = [
  "net/ipv6/conf/all/accept_dad=0",
  "net/ipv6/conf/default/accept_dad=0",
  "net/ipv6/conf/default/router_solicitations=0",
  "net/ipv6/conf/default/keep_addr_on_down=1",
  // 1: no link-local address is made from the MAC address.
  "net/ipv6/conf/default/addr_gen_mode=1",
];

/**
 * A network in namespaces: bridges that forward everything at once (the switches, together in one namespace), and
 * nodes joined to them by veth pairs. Clients are nodes that run no daemon.
 */
export class Topology {
  readonly #directory: string;
  readonly #switches: NetworkNamespace;
  readonly #nodes = new Map<string, LabNode>();
  readonly #captures: WireCapture[] = [];

  private constructor(directory: string, switches: NetworkNamespace) {
    this.#directory = directory;
    this.#switches = switches;
  }

  /** Builds everything; every link is up and has carrier. Rejects with CommandError and leaves nothing then. */
  static async open(spec: TopologySpec): Promise<Topology> {
    const directory = mkdtempSync(join(tmpdir(), "holdfast-lab-"));
    try {
      const switches = await NetworkNamespace.open(join(directory, "scratch"), join(directory, "etc"));
      const topology = new Topology(directory, switches);
      try {
        await topology.#build(spec);
        return topology;
      } catch (error) {
        await topology.close();
        throw error;
      }
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  get nodes(): readonly LabNode[] {
    return [...this.#nodes.values()];
  }

  node(name: string): LabNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`no node ${name} in this lab`);
    return node;
  }

  /** Captures what passes a switch, from now to the end of the lab; nothing of what `exceptMac` sends. */
  async capture(name: string = usualSwitch, exceptMac?: string): Promise<WireCapture> {
    const capture = await WireCapture.start(this.#switches, name, exceptMac);
    this.#captures.push(capture);
    return capture;
  }

  /** Runs a command where the switches and their ports are, such as nft(8) to filter between ports. */
  async runOnSwitches(command: readonly string[], input = ""): Promise<string> {
    return this.#switches.run(command, input);
  }

  /** Starts a command there: one that takes lines of ip(8) acts at the moment when it gets one. */
  spawnOnSwitches(command: readonly string[]): Program {
    return this.#switches.spawn(command);
  }

  /** Ends every process of the lab and removes its files. */
  async close(): Promise<void> {
    await Promise.all([...this.nodes.map(async (node) => node.close()), this.#switches.close()]);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #build(spec: TopologySpec): Promise<void> {
    const nodes = Object.entries(spec.nodes);
    const all = nodes.flatMap(([, node]) => Object.values(node.interfaces).map((each) => each.switch ?? usualSwitch));
    await this.#switches.setParameters(["net/ipv6/conf/default/disable_ipv6=1"]);
    await this.#switches.configure(
      [...new Set(all)].flatMap((name) => [
        `link add name ${name} type bridge forward_delay 0 mcast_snooping 0`,
        `link set dev ${name} up`,
      ]),
    );
    const added = nodes.map(async ([name, node], index) => this.#addNode(name, node, index + 1));
    // None may still be at work when a failure closes the lab.
    await Promise.allSettled(added);
    await Promise.all(added);
  }

  async #addNode(name: string, spec: NodeSpec, number: number): Promise<void> {
    const directory = join(this.#directory, "nodes", name);
    const namespace = await NetworkNamespace.open(join(directory, "scratch"), join(directory, "etc"));
    const links = new Map(Object.keys(spec.interfaces).map((key, index) => [key, nameLink(number, index)]));
    this.#nodes.set(name, new LabNode({ name, namespace, directory, links, switches: this.#switches }));
    await namespace.setParameters(networkParameters);
    for (const [key, { port, mac }] of links) {
      await this.#switches.configure([
        `link add name ${port} type veth peer name ${key} address ${mac} netns ${namespace.path}`,
        `link set dev ${port} master ${spec.interfaces[key]?.switch ?? usualSwitch} up`,
      ]);
    }
    const interfaces = Object.entries(spec.interfaces);
    const added = interfaces.flatMap(([key, { addresses }]) =>
      addresses.map((address) => `address add ${address} dev ${key}${address.includes(":") ? " nodad" : ""}`),
    );
    await namespace.configure([...added, ...interfaces.map(([key]) => `link set dev ${key} up`)]);
  }
}

/** Interface `index` of node `number` of a lab: the same in every run. */
function nameLink(number: number, index: number): NodeLink {
  const [high = "", low = ""] = [number, index].map((each) => each.toString(16).padStart(2, "0"));
  return { port: `port${number}.${index}`, mac: `02:00:00:00:${high}:${low}` };
}
