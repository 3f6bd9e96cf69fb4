import { sourceProgram, Topology } from "../../src/lab/index.ts";
import { enterNetworkNamespace } from "../../src/platform/linux/network-namespace.ts";
import { NetworkHome } from "../network-home.ts";
import { Session } from "./session.ts";

/**
 * A director, 192.0.2.1 and 2001:db8::1, and the machine of all servers, 192.0.2.2 and 2001:db8::2. This process is on
 * the director until `close`, and so are the probes of its session.
 */
export class ServerLab {
  readonly session = new Session();
  readonly #lab: Topology;
  readonly #home: NetworkHome;

  private constructor(lab: Topology, home: NetworkHome) {
    this.#lab = lab;
    this.#home = home;
  }

  static async open(): Promise<ServerLab> {
    const lab = await Topology.open({
      nodes: {
        director: { interfaces: { eth0: { addresses: ["192.0.2.1/24", "2001:db8::1/64", "fe80::1/64"] } } },
        server: { interfaces: { eth0: { addresses: ["192.0.2.2/24", "2001:db8::2/64", "fe80::2/64"] } } },
      },
    });
    const servers = lab.node("server").spawn(sourceProgram(new URL("servers-main.ts", import.meta.url)));
    await servers.awaitLine(/^ready$/u);
    const home = new NetworkHome();
    enterNetworkNamespace(lab.node("director").namespace.path);
    return new ServerLab(lab, home);
  }

  async close(): Promise<void> {
    this.session.close();
    this.#home.return();
    await this.#lab.close();
  }
}
