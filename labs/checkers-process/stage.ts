import type { TestContext } from "node:test";

import { milliseconds, seconds } from "../../src/base/time.ts";
import { Client, type Daemon, type InterfaceSpec, type LabNode, PageServer, Topology } from "../../src/lab/index.ts";
import { holdfast } from "../programs.ts";

/** Where clients go, and the two servers behind it. */
export const service = "192.0.2.100";
export const servers = { one: "198.51.100.11", two: "198.51.100.12" } as const;

/** One service with both servers, which are asked every half second. `more` is what else is in its block. */
export function balanced(more = "", weight = 1): string {
  const server = (address: string): string => `
    real_server ${address} 80 {
        weight ${weight}
        TCP_CHECK {
            connect_timeout 1
        }
    }`;
  return `
virtual_server ${service} 80 {
    delay_loop 0.5
    warmup 0
    retry 1
    delay_before_retry 0.2
    lb_algo rr
    lb_kind NAT
    protocol TCP
    ${more}${Object.values(servers).map(server).join("")}
}
`;
}

/** An instance with the address of the service. */
export const instance = `
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    version 3
    priority 100
    advert_int 0.1
    virtual_ipaddress {
        ${service}
    }
}
`;

const on = (lan: string, address: string): Readonly<Record<string, InterfaceSpec>> => ({
  eth0: { addresses: [`${address}/24`], switch: lan },
});

/** A director between a client and two servers, which send everything back through it. */
export class Stage {
  readonly director: LabNode;
  readonly #lab: Topology;
  readonly #pages = new Map<string, PageServer>();

  private constructor(lab: Topology) {
    this.#lab = lab;
    this.director = lab.node("director");
  }

  static async open(context: TestContext): Promise<Stage> {
    const inside: InterfaceSpec = { addresses: ["198.51.100.1/24"], switch: "inside" };
    const lab = await Topology.open({
      nodes: {
        director: { interfaces: { ...on("lan", "192.0.2.1"), eth1: inside } },
        client: { interfaces: on("lan", "192.0.2.9") },
        one: { interfaces: on("inside", servers.one) },
        two: { interfaces: on("inside", servers.two) },
      },
    });
    context.after(async () => lab.close());
    const stage = new Stage(lab);
    await stage.director.namespace.setParameters(["net/ipv4/ip_forward=1"]);
    await Promise.all(
      (["one", "two"] as const).map(async (name) => {
        await lab.node(name).namespace.configure(["route add default via 198.51.100.1"]);
        await stage.startServer(name);
      }),
    );
    return stage;
  }

  async startServer(name: "one" | "two"): Promise<void> {
    this.#pages.set(name, await PageServer.start(this.#lab.node(name)));
  }

  async stopServer(name: "one" | "two"): Promise<void> {
    await this.#pages.get(name)?.stop();
  }

  /** Its power, as the director sees it: without a link nothing answers. */
  async setLink(name: "one" | "two", isUp: boolean): Promise<void> {
    await this.#lab.node(name).namespace.configure([`link set eth0 ${isUp ? "up" : "down"}`]);
  }

  /** Starts the daemon with nftables, its pid files in /run and what it writes in /run/dumps. */
  async start(configuration: string, ...options: readonly string[]): Promise<Daemon> {
    this.director.files.write("keepalived.conf", configuration);
    await this.director.run(["mkdir", "-p", "/run/dumps"]);
    return this.director.startDaemon({
      program: ["env", "TMPDIR=/run/dumps", ...holdfast.daemon],
      options: ["--lvs-backend", "nftables", "-p", "/run/p", "-r", "/run/r", "-c", "/run/c", ...options],
    });
  }

  /** A client of the service. */
  async client(): Promise<Client> {
    return Client.start(this.#lab.node("client"), {
      addresses: [service],
      every: milliseconds(10),
      patience: seconds(5),
    });
  }

  /** What is in a file of the director. */
  async read(path: string): Promise<string> {
    return (await this.director.run(["cat", path])).trim();
  }

  /** The processes of the daemon by their roles: what their pid files name, as seen from the director. */
  async tables(): Promise<string> {
    return (await this.director.run(["nft", "list", "tables"])).trim();
  }
}
