import { join } from "node:path";

import { Daemon, type DaemonOptions } from "./daemon.ts";
import { ConfigurationDirectory } from "./files.ts";
import type { HeldAddress, NetworkNamespace } from "./namespace.ts";
import type { Program } from "./program.ts";

/** An interface of a node: its addresses as ip(8) takes them, "192.0.2.1/24", and the bridge it is joined to. */
export type InterfaceSpec = { readonly addresses: readonly string[]; readonly switch?: string };

/** A machine of the lab: its interfaces by name. IPv6 link-local addresses are not made up: give one where needed. */
export type NodeSpec = { readonly interfaces: Readonly<Record<string, InterfaceSpec>> };

/** How an interface of a node is joined to a switch: the switch's side of the veth pair, and the node's MAC address. */
export type NodeLink = { readonly port: string; readonly mac: string };

type NodeParts = {
  readonly name: string;
  readonly namespace: NetworkNamespace;
  readonly directory: string;
  readonly links: ReadonlyMap<string, NodeLink>;
  readonly switches: NetworkNamespace;
};

/** A machine of the lab. */
export class LabNode {
  readonly name: string;
  readonly namespace: NetworkNamespace;
  /** Its /etc/keepalived. */
  readonly files: ConfigurationDirectory;
  readonly #links: ReadonlyMap<string, NodeLink>;
  readonly #switches: NetworkNamespace;
  #installed: readonly HeldAddress[] = [];
  #daemon: Daemon | undefined;

  constructor(parts: NodeParts) {
    this.name = parts.name;
    this.namespace = parts.namespace;
    this.files = new ConfigurationDirectory(join(parts.directory, "etc"));
    this.#links = parts.links;
    this.#switches = parts.switches;
  }

  /** The daemon that was started last, which may have ended. */
  get daemon(): Daemon {
    if (this.#daemon === undefined) throw new RangeError(`no daemon was started on ${this.name}`);
    return this.#daemon;
  }

  /** The MAC address of an interface. */
  mac(name: string): string {
    return this.#link(name).mac;
  }

  /** The switch's side of an interface. */
  port(name: string): string {
    return this.#link(name).port;
  }

  async run(command: readonly string[], input = ""): Promise<string> {
    return this.namespace.run(command, input);
  }

  spawn(command: readonly string[]): Program {
    return this.namespace.spawn(command);
  }

  /** Starts a daemon; what addresses the node has now are its own, which a power cut leaves. */
  async startDaemon(options: DaemonOptions): Promise<Daemon> {
    this.#installed = await this.namespace.addresses();
    this.#daemon = await Daemon.start(this.namespace, options);
    return this.#daemon;
  }

  /** Takes the switch's side down: the interface loses its carrier. Of all interfaces when none is named. */
  async cutLink(name?: string): Promise<void> {
    await this.#setPorts(name, "down");
  }

  async restoreLink(name?: string): Promise<void> {
    await this.#setPorts(name, "up");
  }

  /**
   * The power fails: every process of the daemon ends at one moment, and the links go down right after it. The
   * addresses it held are gone too, and what it left in /run, as after a boot. The links stay down until restoreLink.
   */
  async cutPower(): Promise<void> {
    const killed = this.daemon.kill();
    await this.cutLink();
    await killed;
    await this.removeLeftovers();
  }

  /**
   * Removes addresses that were not there when the daemon was started, and its state: what a killed daemon leaves
   * behind.
   */
  async removeLeftovers(): Promise<void> {
    const own = new Set(this.#installed.map((each) => JSON.stringify(each)));
    const left = (await this.namespace.addresses()).filter((each) => !own.has(JSON.stringify(each)));
    await this.run(["rm", "-rf", "/run/holdfast"]);
    await this.namespace.configure(
      left.map((each) => `address delete ${each.address}/${each.length} dev ${each.interface}`),
    );
  }

  async close(): Promise<void> {
    await this.namespace.close();
  }

  async #setPorts(name: string | undefined, state: "up" | "down"): Promise<void> {
    const links = name === undefined ? [...this.#links.values()] : [this.#link(name)];
    await this.#switches.configure(links.map(({ port }) => `link set dev ${port} ${state}`));
  }

  #link(name: string): NodeLink {
    const link = this.#links.get(name);
    if (link === undefined) throw new RangeError(`no interface ${name} on ${this.name}`);
    return link;
  }
}
