import {
  Topology,
  PageServer,
  type Daemon,
  type DaemonProgram,
  type HelperCommand,
  type LabNode,
  type TopologySpec,
} from "../../lab/index.ts";
import type { Instant } from "../../base/time.ts";
import { Audience } from "./audience.ts";
import { describeLogLine } from "./log-line.ts";
import type { Example } from "./example.ts";
import type { Timeline } from "./timeline.ts";

/** What the demo runs: the daemon, and the words that lead to the programs of the lab. */
export type Cast = { readonly daemon: DaemonProgram; readonly helper: HelperCommand };

/** The machines' own addresses, next to those that the example's files share between them. */
export const machines: Readonly<Record<string, string>> = {
  node1: "192.168.3.1",
  node2: "192.168.3.2",
  client: "192.168.3.10",
};

const shape: TopologySpec = {
  nodes: Object.fromEntries(
    Object.entries(machines).map(([name, address]) => [
      name,
      { interfaces: { eth0: { addresses: [`${address}/24`] } } },
    ]),
  ),
};

/** Where notify.sh keeps its record. */
const notifyRecord = "/run/keepalived-notify.log";

/** How much of the log of a daemon is shown that does not come up. */
const shownLines = 30;

/** The two nodes and the client, and what can be done to them. */
export class Stage {
  readonly audience: Audience;
  readonly #lab: Topology;
  readonly #cast: Cast;
  readonly #timeline: Timeline;

  private constructor(lab: Topology, cast: Cast, timeline: Timeline, audience: Audience) {
    this.#lab = lab;
    this.#cast = cast;
    this.#timeline = timeline;
    this.audience = audience;
  }

  /** The machines and their network. */
  static async build(): Promise<Topology> {
    return Topology.open(shape);
  }

  /** Gives the nodes their files and their pages, and lets the client ask; the daemons are yet to start. */
  static async open(lab: Topology, example: Example, cast: Cast, timeline: Timeline): Promise<Stage> {
    for (const [name, text] of example.configurations) {
      const node = lab.node(name);
      node.files.write("keepalived.conf", text);
      node.files.write("notify.sh", example.notifyScript, 0o755);
      const record = node.spawn(["sh", "-c", ': >>"$0"; exec tail -n +1 -F "$0"', notifyRecord]);
      record.onLine(({ text: line, time }) => timeline.add(name, `notify.sh ${line.split(" ").at(-1) ?? ""}`, time));
    }
    await Promise.all(
      [...example.configurations.keys()].map(async (name) => PageServer.start(lab.node(name), 80, cast.helper)),
    );
    const addresses = example.addresses.map(({ address }) => address);
    const audience = await Audience.open(lab.node("client"), addresses, cast.helper, timeline);
    return new Stage(lab, cast, timeline, audience);
  }

  /** Plugs the cable in and starts the daemon. Rejects with the daemon's log when that does not become a backup. */
  async start(name: string): Promise<void> {
    const node = this.#lab.node(name);
    await node.restoreLink();
    this.#timeline.add(name, "the daemon is started");
    const daemon = await node.startDaemon({ program: this.#cast.daemon });
    this.#follow(name, daemon);
    try {
      await daemon.awaitLog(/Entering BACKUP STATE/u);
    } catch (error) {
      const log = daemon.log.slice(-shownLines).map(({ text }) => `    ${text}`);
      throw new Error([`the daemon of ${name} does not come up; its log ends with`, ...log].join("\n"), {
        cause: error,
      });
    }
  }

  /** When an instance of a node that has started became a backup, which is when its clock began to run. */
  async listeningSince(name: string, instance: string): Promise<Instant> {
    const line = await this.#lab.node(name).daemon.awaitLog(new RegExp(`\\(${instance}\\) Entering BACKUP STATE`, "u"));
    return line.time;
  }

  async stop(name: string): Promise<void> {
    this.#timeline.add(name, "SIGTERM to the daemon");
    await this.#lab.node(name).daemon.stop();
  }

  async cutPower(name: string): Promise<void> {
    this.#timeline.add(name, "SIGKILL to all processes of the daemon, then the link goes down");
    await this.#lab.node(name).cutPower();
  }

  async cutLink(name: string): Promise<void> {
    this.#timeline.add(name, "the cable is pulled");
    await this.#lab.node(name).cutLink();
  }

  async restoreLink(name: string): Promise<void> {
    this.#timeline.add(name, "the cable is plugged in");
    await this.#lab.node(name).restoreLink();
  }

  /** Whether a daemon runs on the node. */
  isRunning(name: string): boolean {
    return this.#lab.node(name).daemon.processes.length > 0;
  }

  /** The nodes that have the address on an interface now. */
  async holders(address: string): Promise<readonly string[]> {
    const nodes = this.#nodes();
    const held = await Promise.all(nodes.map(async (node) => node.namespace.addresses()));
    return nodes.filter((_, index) => held[index]?.some((each) => each.address === address)).map(({ name }) => name);
  }

  /** A process of each node, for those who want to go in there. */
  inhabitants(): ReadonlyMap<string, number | undefined> {
    return new Map(this.#nodes().map(({ name, namespace }) => [name, namespace.inhabitant]));
  }

  #nodes(): readonly LabNode[] {
    return this.#lab.nodes.filter(({ name }) => name !== "client");
  }

  #follow(name: string, daemon: Daemon): void {
    const tell = ({ text, time }: Daemon["log"][number]): void => {
      const told = describeLogLine(text);
      if (told !== undefined) this.#timeline.add(name, told, time);
    };
    daemon.log.forEach(tell);
    daemon.onLine(tell);
    void daemon.ended.then(({ status, signal }) =>
      this.#timeline.add(name, `the daemon has ended (${signal ?? `status ${String(status)}`})`),
    );
  }
}
