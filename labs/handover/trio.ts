import assert from "node:assert/strict";

import { type Duration, elapsed, type Instant, later, microseconds, milliseconds } from "../../src/base/time.ts";
import {
  Client,
  type Daemon,
  type LabNode,
  Owners,
  PageServer,
  Topology,
  wallClock,
  type WireCapture,
} from "../../src/lab/index.ts";
import type { LabProgram } from "../programs.ts";

export const address = "192.0.2.100";

/** Between two questions of the client: what it cannot tell apart from no gap at all. */
export const resolution = milliseconds(5);

/** One of the two nodes, and what runs on it. */
export type Router = { readonly node: LabNode; readonly program: LabProgram; readonly options: readonly string[] };

type Parts = {
  readonly lab: Topology;
  readonly owners: Owners;
  readonly client: Client;
  readonly wire: WireCapture;
  readonly routers: readonly [Router, Router];
};

/** Two routers that serve a page at the virtual address, and a client that asks for it all the time. */
export class Trio {
  readonly owners: Owners;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.owners = parts.owners;
  }

  /** The first node is master when it resolves, the second one its backup. */
  static async open(
    programs: readonly [LabProgram, LabProgram],
    configuration: string,
    options: readonly string[] = [],
  ): Promise<Trio> {
    const [node1, node2, node9] = ["192.0.2.1/24", "192.0.2.2/24", "192.0.2.9/24"].map((own) => ({
      interfaces: { eth0: { addresses: [own] } },
    }));
    assert.ok(node1 !== undefined && node2 !== undefined && node9 !== undefined);
    const lab = await Topology.open({ nodes: { node1, node2, client: node9 } });
    try {
      const owners = await Owners.watch([lab.node("node1"), lab.node("node2")]);
      const wire = await lab.capture();
      const [first, second] = programs;
      const routers = [
        { node: lab.node("node1"), program: first, options },
        { node: lab.node("node2"), program: second, options },
      ] as const;
      await Promise.all(routers.map(async ({ node }) => PageServer.start(node)));
      for (const { node } of routers) node.files.write("keepalived.conf", configuration);
      await startRouter(routers[0]);
      await owners.awaitOwner(address, "node1");
      await startRouter(routers[1]);
      const patience = milliseconds(250);
      const client = await Client.start(lab.node("client"), { addresses: [address], every: resolution, patience });
      await client.awaitAnswer(address, "node1", wallClock());
      return new Trio({ lab, owners, client, wire, routers });
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#parts.lab.close();
  }

  /** Who has the address now, and the other one. */
  get roles(): { readonly master: Router; readonly backup: Router } {
    const [first, second] = this.#parts.routers;
    const holders = this.owners.holders(address);
    assert.equal(holders.length, 1);
    return holders[0] === "node1" ? { master: first, backup: second } : { master: second, backup: first };
  }

  /** Stops the master as an operator does; the other one serves and the stopped one runs again when it resolves. */
  async stopMaster(): Promise<{ readonly who: string; readonly gap: Duration }> {
    const { master, backup } = this.roles;
    const begun = wallClock();
    const ended = await master.node.daemon.stop();
    assert.deepEqual(ended, { status: 0, signal: undefined });
    await this.owners.awaitOwner(address, backup.node.name);
    const gap = await this.gapSince(begun, backup);
    await startRouter(master);
    return { who: master.program.name, gap };
  }

  /** How long nobody answered the client, from `begun` until well after the successor's first answer. */
  async gapSince(begun: Instant, successor: Router): Promise<Duration> {
    const { client } = this.#parts;
    const first = await client.awaitAnswer(address, successor.node.name, begun);
    // What was asked before is decided when this is answered: a question is given up after 250 ms.
    await client.awaitAnswer(address, successor.node.name, later(first.asked, milliseconds(300)));
    const gaps = client
      .outages(address)
      .filter(({ start }) => start >= begun)
      .map(({ start, end }) => elapsed(start, end ?? wallClock()));
    return microseconds(Math.max(0, ...gaps));
  }

  /** From each first advert of a successor to its first announcement of the address. */
  announcementDelays(program: string): readonly Duration[] {
    const { wire, routers } = this.#parts;
    const ofProgram = routers.filter((router) => router.program.name === program);
    const macs = new Set(ofProgram.map(({ node }) => node.mac("eth0")));
    const { events } = wire;
    return events.flatMap((event, index) => {
      if (event.kind !== "advert" || event.priority === 0 || !macs.has(event.sourceMac)) return [];
      const before = events.slice(0, index).findLast(({ kind }) => kind === "advert");
      if (before === undefined || before.sourceMac === event.sourceMac) return [];
      const told = events
        .slice(index)
        .find(({ kind, sourceMac }) => kind !== "advert" && sourceMac === event.sourceMac);
      return told === undefined ? [] : [elapsed(event.time, told.time)];
    });
  }
}

async function startRouter({ node, program, options }: Router): Promise<Daemon> {
  const daemon = await node.startDaemon({
    program: program.daemon,
    options: program.name === "holdfast" ? options : [],
  });
  await daemon.awaitLog(/Entering BACKUP STATE/u);
  return daemon;
}
