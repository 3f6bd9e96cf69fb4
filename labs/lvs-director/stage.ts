import { readFileSync } from "node:fs";

import { Topology, type LabNode, type Program } from "../../src/lab/index.ts";
import { follow } from "../deployments/places.ts";
import { Actor } from "./actor.ts";
import { adapt, main, pages, type Changes } from "./configuration.ts";
import type { CustomersCommand, Stay, Tally } from "./customers.ts";
import type { Visit } from "./visit.ts";
import type { ServersCommand, ServerSpec } from "./servers.ts";

/** The real servers that examples/lvs-director names, and one more behind the secure service. */
export const servers = {
  server100: { kind: "https", address: "192.168.201.100", port: 443 },
  server101: { kind: "https", address: "192.168.201.101", port: 443 },
  server2: { kind: "http", address: "192.168.201.2", port: 1358 },
  server3: { kind: "http", address: "192.168.201.3", port: 1358 },
  sorry: { kind: "http", address: "192.168.201.200", port: 1358 },
  server4: { kind: "smtp", address: "192.168.201.4", port: 25 },
  server5: { kind: "smtp", address: "192.168.201.5", port: 25 },
} as const satisfies Record<string, Omit<ServerSpec, "name">>;
export type ServerName = keyof typeof servers;

/** The services of the file, as customers know them. */
export const services = {
  secure: { kind: "https", address: "192.168.200.16", port: 443 },
  web: { kind: "http", address: "192.168.200.17", port: 1358 },
  mail: { kind: "smtp", address: "192.168.200.18", port: 25 },
} as const satisfies Record<string, Visit>;

/** Of the customers' machine: one who comes again is known by it. */
export const customerAddresses = ["192.168.200.101", "192.168.200.102", "192.168.200.103", "192.168.200.104"] as const;

const example = new URL("../../examples/lvs-director/director.conf", import.meta.url);

const relayAddress = "192.168.201.250";

export type StageOptions = {
  /** The words that start actors.ts. */
  readonly actors: readonly string[];
  readonly changes: Changes;
  /** The director has the addresses of the services from the beginning, without VRRP. */
  readonly ownsServices?: true;
};

/** Customers in front, a director, real servers behind it: everything of examples/lvs-director but the daemon. */
export class Stage {
  readonly #lab: Topology;
  readonly #servers: Actor<ServersCommand>;
  readonly #customers: Actor<CustomersCommand>;
  /** The calls of rs.sh: of each the number of its arguments, and these. */
  readonly calls: Program;
  /** The lab's copy of the file. */
  readonly configuration: string;

  private constructor(
    lab: Topology,
    actors: readonly [Actor<ServersCommand>, Actor<CustomersCommand>],
    calls: Program,
    configuration: string,
  ) {
    this.#lab = lab;
    this.calls = calls;
    [this.#servers, this.#customers] = actors;
    this.configuration = configuration;
  }

  /** All servers are up; no daemon runs. */
  static async open(options: StageOptions): Promise<Stage> {
    const served = options.ownsServices === true ? Object.values(services).map(({ address }) => `${address}/32`) : [];
    const back = [...Object.values(servers).map(({ address }) => address), relayAddress];
    const lab = await Topology.open({
      nodes: {
        customers: {
          interfaces: { eth0: { addresses: customerAddresses.map((address) => `${address}/24`), switch: "front" } },
        },
        director: {
          interfaces: {
            eth0: { addresses: ["192.168.200.10/24", ...served], switch: "front" },
            eth1: { addresses: ["192.168.201.1/24"], switch: "back" },
          },
        },
        servers: { interfaces: { eth0: { addresses: back.map((address) => `${address}/24`), switch: "back" } } },
      },
    });
    try {
      await lab.node("director").namespace.setParameters(["net/ipv4/ip_forward=1"]);
      await lab.node("servers").namespace.configure(["route add default via 192.168.201.1"]);
      const stage = new Stage(
        lab,
        await Promise.all([
          Actor.enter<ServersCommand>(lab.node("servers"), [...options.actors, "servers"]),
          Actor.enter<CustomersCommand>(lab.node("customers"), [...options.actors, "customers"]),
        ]),
        await follow(lab.node("director"), "/run/rs.log"),
        adapt(readFileSync(example, "utf8"), options.changes),
      );
      await stage.#prepare();
      return stage;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  get director(): LabNode {
    return this.#lab.node("director");
  }

  /** The lines of the relay, each a ReceivedMail. */
  get relay(): Program {
    return this.#servers.program;
  }

  async open(...names: readonly ServerName[]): Promise<void> {
    for (const name of names) await this.#servers.tell({ do: "open", server: { name, ...servers[name] } });
  }

  async die(...names: readonly ServerName[]): Promise<void> {
    for (const name of names) await this.#servers.tell({ do: "die", name });
  }

  async show(name: ServerName, shown: Readonly<Record<string, string>>): Promise<void> {
    await this.#servers.tell({ do: "show", name, pages: shown });
  }

  async refuse(name: ServerName, reply?: string): Promise<void> {
    await this.#servers.tell({ do: "refuse", name, ...(reply === undefined ? {} : { reply }) });
  }

  /** What load.sh, the check of server5, ends with from now on. */
  setLoad(status: number): void {
    this.director.files.write("load", `${status}\n`);
  }

  async visit(visit: Visit, count: number, parallel = 4): Promise<Tally> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of an actor of the same version
    return (await this.#customers.tell({ do: "visit", visits: [visit], count, parallel })) as Tally;
  }

  /** The name of the server where this one stays. */
  async stay(as: string, visit: Visit): Promise<string> {
    return String(await this.#customers.tell({ do: "stay", as, visit }));
  }

  /** How those who stay fare. */
  async stays(): Promise<readonly Stay[]> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of an actor of the same version
    return (await this.#customers.tell({ do: "ask" })) as readonly Stay[];
  }

  async close(): Promise<void> {
    await this.#lab.close();
  }

  async #prepare(): Promise<void> {
    const { files } = this.director;
    // What rs.sh and load.sh are is for the operator; these leave traces for the test.
    files.write("rs.sh", '#!/bin/sh\necho "$# $*" >>/run/rs.log\n', 0o755);
    files.write("load.sh", '#!/bin/sh\nread -r status </etc/keepalived/load\nexit "$status"\n', 0o755);
    files.write("director.conf", this.configuration);
    files.write("keepalived.conf", main);
    this.setLoad(0);
    await this.#servers.program.awaitLine(/^relay is ready$/u);
    await this.show("server100", pages.server100);
    await this.show("server101", pages.server100);
    await this.show("server2", pages.server2);
    await this.open("server100", "server2", "server3", "sorry", "server4", "server5", "server101");
  }
}
