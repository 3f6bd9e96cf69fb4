import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { elapsed, instant, later, milliseconds, seconds, sum, times, type Duration } from "../../src/base/time.ts";
import {
  type Daemon,
  type InterfaceSpec,
  type LabNode,
  Owners,
  Topology,
  type WireCapture,
} from "../../src/lab/index.ts";
import type { LabProgram } from "../programs.ts";

export type NodeName = "node1" | "node2";
export const nodeNames: readonly [NodeName, NodeName] = ["node1", "node2"];

/** A deployment of examples/: two machines, their files as they are, and what must happen there. */
export type Deployment = {
  readonly name: string;
  /** By node: its configuration, below examples/. */
  readonly files: Readonly<Record<NodeName, string>>;
  readonly interfaces: Readonly<Record<NodeName, Readonly<Record<string, InterfaceSpec>>>>;
  readonly tell: (pair: Pair) => Promise<void>;
};

/** One virtual router of a deployment and the address that shows where it is. All of them speak version 2. */
export type Router = {
  readonly vrid: number;
  readonly address: string;
  readonly interface: string;
  readonly interval: Duration;
  /** The switch on which it is heard. */
  readonly switch?: string;
};

/** For what a busy machine does between the protocol's timer and the observer. */
const margin = seconds(2.5);

/** Many start at the same time. */
const startPatience = seconds(30);

/** How much later than on the wire something may be seen: a timer that seems to run out too early by that is none. */
const delay = milliseconds(50);

/** How long two may hold an address while it goes from one to the other: an advert must come through. */
const overlap = seconds(3);

/** A deployment that runs: two nodes, one program on each. */
export class Pair {
  readonly lab: Topology;
  readonly owners: Owners;
  readonly #deployment: Deployment;
  readonly #programs: Readonly<Record<NodeName, LabProgram>>;
  readonly #wires: ReadonlyMap<string, WireCapture>;
  readonly #daemons: [NodeName, Daemon][] = [];

  private constructor(
    deployment: Deployment,
    [first, second]: readonly [LabProgram, LabProgram],
    parts: readonly [Topology, Owners, ReadonlyMap<string, WireCapture>],
  ) {
    this.#deployment = deployment;
    this.#programs = { node1: first, node2: second };
    [this.lab, this.owners, this.#wires] = parts;
  }

  static async open(deployment: Deployment, programs: readonly [LabProgram, LabProgram]): Promise<Pair> {
    const { node1, node2 } = deployment.interfaces;
    const lab = await Topology.open({ nodes: { node1: { interfaces: node1 }, node2: { interfaces: node2 } } });
    const names = new Set(Object.values(node1).map((each) => each.switch ?? "lan"));
    const wires = await Promise.all([...names].map(async (name) => [name, await lab.capture(name)] as const));
    for (const name of nodeNames) lab.node(name).files.write("keepalived.conf", example(deployment.files[name]));
    return new Pair(deployment, programs, [lab, await Owners.watch(lab.nodes), new Map(wires)]);
  }

  node(name: NodeName): LabNode {
    return this.lab.node(name);
  }

  program(name: NodeName): LabProgram {
    return this.#programs[name];
  }

  wire(router: Pick<Router, "switch"> = {}): WireCapture {
    return this.#wires.get(router.switch ?? "lan") ?? assert.fail(`no switch ${router.switch}`);
  }

  /**
   * Starts the daemon on /etc/keepalived/keepalived.conf; it is there when every instance of the file has entered
   * BACKUP, or FAULT.
   */
  async start(name: NodeName): Promise<Daemon> {
    const daemon = await this.node(name).startDaemon({ program: this.#programs[name].daemon });
    this.#daemons.push([name, daemon]);
    for (const [, instance] of example(this.#deployment.files[name]).matchAll(/^vrrp_instance (\S+)/gmu)) {
      await daemon.awaitLog(new RegExp(`\\(${instance}\\) Entering (BACKUP|FAULT) STATE`, "u"), 0, startPatience);
    }
    return daemon;
  }

  /** As the operator stops it. */
  async stop(name: NodeName): Promise<void> {
    assert.deepEqual(await this.node(name).daemon.stop(), { status: 0, signal: undefined });
  }

  async powerCut(name: NodeName): Promise<void> {
    await this.node(name).cutPower();
  }

  /** After a power cut: the machine is back, and its daemon with it. */
  async powerBack(name: NodeName): Promise<void> {
    await this.node(name).restoreLink();
    await this.start(name);
  }

  /** Waits until the node holds the addresses alone. */
  async owns(name: NodeName, ...routers: readonly Router[]): Promise<void> {
    await Promise.all(routers.map(async ({ address }) => this.owners.awaitOwner(address, name)));
  }

  /**
   * `heir`, of that priority, takes over from the other node: after the down interval if that fell silent, after the
   * skew time if it said farewell (RFC 3768 §6.4.2), counted from its last advert on the wire.
   */
  async takesOver(router: Router, heir: NodeName, priority: number, cause: "silence" | "farewell"): Promise<void> {
    const { address, vrid, interval } = router;
    await this.owners.awaitOwner(address, heir);
    const gained = this.owners.timeline(address).findLast(({ node, held }) => held && node === heir);
    assert.ok(gained !== undefined);
    const sourceMac = this.node(other(heir)).mac(router.interface);
    const adverts = this.wire(router).adverts({ vrid, sourceMac });
    const last = adverts.findLast(({ time }) => time < gained.time);
    assert.ok(last !== undefined, `${other(heir)} was never master of ${address}`);
    assert.equal(last.priority === 0, cause === "farewell", `${address}: the last advert had ${last.priority}`);
    const due = cause === "silence" ? downInterval(interval, priority) : skew(priority);
    const late = elapsed(later(last.time, due), gained.time);
    assert.ok(sum(late, delay) > 0 && late < margin, `${address} went to ${heir} ${late} us after its timer`);
  }

  /** Nothing has happened to the address, and its master is heard. */
  async stays(name: NodeName, router: Router, priority: number): Promise<void> {
    const sourceMac = this.node(name).mac(router.interface);
    const wire = this.wire(router);
    const since = wire.events.at(-1)?.time ?? instant(0);
    await wire.awaitAdvert({ vrid: router.vrid, sourceMac, priority }, since);
    assert.deepEqual(this.owners.holders(router.address), [name]);
  }

  /** The nodes that have got the address, in order, and never two for longer than a hand-over takes. */
  assertMoves(address: string, names: readonly NodeName[]): void {
    const timeline = this.owners.timeline(address);
    assert.deepEqual(
      timeline.filter(({ held }) => held).map(({ node }) => node),
      names,
      address,
    );
    let holders = 0;
    for (const [index, change] of timeline.entries()) {
      holders += change.held ? 1 : -1;
      const next = timeline[index + 1];
      if (holders > 1) assert.ok(next !== undefined && next.time - change.time < overlap, JSON.stringify(timeline));
    }
  }

  /** The ends of the daemons' logs and all that has become of the addresses, to explain a failure. */
  get journal(): readonly string[] {
    const changes = this.owners.timeline().map(({ time, node, address, held }) => {
      return `${new Date(time / 1_000).toISOString()} ${node} ${held ? "has" : "lost"} ${address}`;
    });
    const logs = this.#daemons.flatMap(([name, daemon]) =>
      daemon.log.slice(-20).map((line) => `${name}: ${new Date(line.time / 1_000).toISOString()} ${line.text}`),
    );
    return [...changes, ...logs];
  }

  async close(): Promise<void> {
    await this.lab.close();
  }
}

export function other(name: NodeName): NodeName {
  return name === "node1" ? "node2" : "node1";
}

/** A file as it is given to users. */
export function example(path: string): string {
  return readFileSync(new URL(`../../examples/${path}`, import.meta.url), "utf8");
}

/** RFC 3768 §5.3.4: a fraction of a second in version 2. */
function skew(priority: number): Duration {
  return times(seconds(1), (256 - priority) / 256);
}

/** RFC 3768 §6.1: Master_Down_Interval. */
function downInterval(interval: Duration, priority: number): Duration {
  return sum(times(interval, 3), skew(priority));
}
