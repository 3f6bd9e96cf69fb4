import { IpAddress } from "../../src/base/ip-address.ts";
import type { TableChange, TableKey, TableServer, TableService } from "../../src/base/lvs-table.ts";
import * as samples from "../../src/base/lvs-table-samples.ts";
import { Topology } from "../../src/lab/index.ts";
import { openNftablesBalancer } from "../../src/platform/linux/nft-balancer.ts";
import { enterNetworkNamespace } from "../../src/platform/linux/network-namespace.ts";
import type { LoadBalancer } from "../../src/platform/ports.ts";
import { NetworkHome } from "../network-home.ts";
import { Traffic } from "./traffic.ts";

/** The addresses of services, all on the director. */
export const serviceAddress = "192.0.2.100";
export const serviceAddress6 = "2001:db8:1::100";
/** Clients, all of one node. */
export const clientAddresses: readonly string[] = Array.from({ length: 60 }, (_, index) => `192.0.2.${index + 1}`);
/** Addresses of the servers "s1" to "s4", whose port is 8080; their route to the clients is over the director. */
const serverNumbers = [1, 2, 3, 4] as const;
export const serverPort = 8080;

/**
 * A client, a director and four servers behind it:
 *
 *     client 192.0.2.1-60 ── lan ── 192.0.2.100 director 198.51.100.254 ── farm ── 198.51.100.1-4 servers
 *
 * This process is on the director until `close`, and so is what it starts.
 */
export class Director {
  readonly lab: Topology;
  readonly balancer: LoadBalancer;
  readonly client: Traffic;
  readonly #servers: Traffic;
  readonly #home: NetworkHome;

  private constructor(lab: Topology, balancer: LoadBalancer, programs: readonly [Traffic, Traffic], home: NetworkHome) {
    this.lab = lab;
    this.balancer = balancer;
    [this.client, this.#servers] = programs;
    this.#home = home;
  }

  static async open(lost: () => void = () => {}): Promise<Director> {
    const home = new NetworkHome();
    const lab = await Topology.open({
      nodes: {
        client: {
          interfaces: {
            eth0: { addresses: [...clientAddresses.map((each) => `${each}/24`), "2001:db8:1::1/64", "fe80::1/64"] },
          },
        },
        director: {
          interfaces: {
            eth0: { addresses: ["192.0.2.254/24", `${serviceAddress}/24`, `${serviceAddress6}/64`, "fe80::fe/64"] },
            eth1: { addresses: ["198.51.100.254/24", "2001:db8:2::fe/64", "fe80::fe/64"], switch: "farm" },
          },
        },
        farm: {
          interfaces: {
            eth0: {
              addresses: [
                "fe80::1/64",
                ...serverNumbers.flatMap((each) => [`198.51.100.${each}/24`, `2001:db8:2::${each}/64`]),
              ],
              switch: "farm",
            },
          },
        },
      },
    });
    const { namespace: farm } = lab.node("farm");
    await farm.configure(["route add default via 198.51.100.254", "route add default via 2001:db8:2::fe"]);
    const { namespace: director } = lab.node("director");
    await director.setParameters(["net/ipv4/ip_forward=1", "net/ipv6/conf/all/forwarding=1"]);
    const servers = serverNumbers.flatMap((each) => [
      { name: `s${each}`, address: `198.51.100.${each}`, port: serverPort },
      { name: `s${each}`, address: `2001:db8:2::${each}`, port: serverPort },
    ]);
    const programs = await Promise.all([
      Traffic.start(lab.node("client"), { kind: "client" }),
      Traffic.start(lab.node("farm"), { kind: "servers", servers }),
    ]);
    enterNetworkNamespace(director.path);
    const balancer = await openNftablesBalancer({ lost });
    return new Director(lab, balancer, programs, home);
  }

  /** Makes the services what they should be, whatever they were. */
  async make(...services: readonly TableService[]): Promise<void> {
    await this.change(
      ...services.flatMap(({ key, settings, servers }): readonly TableChange[] => [
        { kind: "remove-service", key },
        { kind: "add-service", key, settings },
        ...servers.map((each): TableChange => ({ kind: "add-server", key, server: each })),
      ]),
    );
  }

  /** Throws when one of them could not be made. */
  async change(...changes: readonly TableChange[]): Promise<void> {
    for (const error of await this.balancer.apply(changes)) {
      if (error !== undefined) throw new Error(`${error.call}: ${error.code}`);
    }
  }

  /** nft(8) on the director. */
  async nft(...words: readonly string[]): Promise<string> {
    return this.lab.node("director").run(["nft", ...words]);
  }

  async close(): Promise<void> {
    this.balancer.close();
    this.#home.return();
    await Promise.all([this.client.stop(), this.#servers.stop()]);
    await this.lab.close();
  }
}

export function tcp(port: number, address = serviceAddress): TableKey {
  return samples.tcp(address, port);
}

export function udp(port: number, address = serviceAddress): TableKey {
  return samples.udp(address, port);
}

/** Server 1 to 4. */
export function server(number: number, weight = 1, more: Partial<TableServer> = {}): TableServer {
  return samples.server(`198.51.100.${number}`, serverPort, { weight, ...more });
}

export function server6(number: number, weight = 1): TableServer {
  return server(number, weight, { address: IpAddress.of(`2001:db8:2::${number}`) });
}
