import {
  attachDoor,
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
import { pagePort, type PageDoors } from "./page-doors.ts";
import type { Timeline } from "./timeline.ts";

/** The machines that run the daemon. */
export const nodeNames = ["node1", "node2"] as const;

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
  readonly #doors: PageDoors;

  private constructor(lab: Topology, cast: Cast, timeline: Timeline, audience: Audience, doors: PageDoors) {
    this.#lab = lab;
    this.#cast = cast;
    this.#timeline = timeline;
    this.audience = audience;
    this.#doors = doors;
  }

  /** The machines and their network. */
  static async build(): Promise<Topology> {
    return Topology.open(shape);
  }

  /** Gives the nodes their files and their pages, and lets the client ask; the daemons are yet to start. */
  static async open(lab: Topology, example: Example, cast: Cast, timeline: Timeline, doors: PageDoors): Promise<Stage> {
    for (const [name, text] of example.configurations) {
      const node = lab.node(name);
      node.files.write("keepalived.conf", text);
      node.files.write("notify.sh", example.notifyScript, 0o755);
      const record = node.spawn(["sh", "-c", ': >>"$0"; exec tail -n +1 -F "$0"', notifyRecord]);
      record.onLine(({ text: line, time }) => timeline.add(name, `notify.sh ${line.split(" ").at(-1) ?? ""}`, time));
    }
    await Promise.all(
      [...example.configurations.keys()].flatMap((name) => [
        PageServer.start(lab.node(name), 80, cast.helper),
        attachDoor(lab.node(name), pagePort, doors.plan.directory, cast.helper),
      ]),
    );
    const addresses = example.addresses.map(({ address }) => address);
    const audience = await Audience.open(lab.node("client"), addresses, cast.helper, timeline);
    return new Stage(lab, cast, timeline, audience, doors);
  }

  /** Plugs the cable in and starts the daemon. Rejects with the daemon's log when that does not become a backup. */
  async start(name: string): Promise<void> {
    const node = this.#lab.node(name);
    await node.restoreLink();
    this.#timeline.add(name, "the daemon is started");
    const program = [...withName(name), ...this.#cast.daemon] as const;
    const daemon = await node.startDaemon({ program, options: this.#doors.options(name) });
    this.#follow(name, daemon);
    try {
      await daemon.awaitLog(/Entering BACKUP STATE/u);
      await daemon.awaitLog(/Listening for HTTP on/u);
      this.#timeline.add(name, "its page is there");
      this.#doors.announce(name);
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

/**
 * The words that run a program on a machine of another name: the machines here have the one of this machine otherwise.
 */
function withName(name: string): readonly [string, ...string[]] {
  return ["unshare", "--uts", "sh", "-c", 'hostname "$0"; exec "$@"', name];
}
