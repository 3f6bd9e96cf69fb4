import assert from "node:assert/strict";

import { elapsed, instant, later, printSeconds, sum, times, type Duration, type Instant } from "../../src/base/time.ts";
import { Topology, type AdvertEvent, type LabNode, type WireCapture } from "../../src/lab/index.ts";
import type { LabProgram } from "../programs.ts";

const address = "192.0.2.100";
const priority = 100;

/** How many adverts in a row of one master show that the other one is its backup. */
const agreement = 3;

/** How much later than the protocol's timer a successor first advertises and first announces the address. */
export type Takeover = { readonly advert: Duration; readonly announcement: Duration };

/**
 * What gives the vrrp process a priority before others, and it alone: not the one that stands by, which starts some
 * seconds later, nor what looks at them.
 */
export const realTimePriority = "global_defs {\n  vrrp_rt_priority 10\n}\n";

/** Two equal nodes, alone on their switch: whoever is master stays it until it ends (`nopreempt`). */
export class Pair {
  readonly program: LabProgram;
  readonly #interval: Duration;
  readonly #lab: Topology;
  readonly #wire: WireCapture;

  private constructor(program: LabProgram, interval: Duration, lab: Topology, wire: WireCapture) {
    this.program = program;
    this.#interval = interval;
    this.#lab = lab;
    this.#wire = wire;
  }

  /** `more` is what else is in the configuration of both. */
  static async open(program: LabProgram, interval: Duration, more = ""): Promise<Pair> {
    const lab = await Topology.open({
      nodes: {
        node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } },
        node2: { interfaces: { eth0: { addresses: ["192.0.2.2/24"] } } },
      },
    });
    const pair = new Pair(program, interval, lab, await lab.capture());
    for (const node of lab.nodes) {
      node.files.write("keepalived.conf", more + configuration(interval));
      await pair.#start(node);
    }
    return pair;
  }

  get nodes(): readonly LabNode[] {
    return this.#lab.nodes;
  }

  /** RFC 5798 §6.1: Skew_Time. */
  get skew(): Duration {
    return times(this.#interval, (256 - priority) / 256);
  }

  /**
   * Kills every process of the master at one moment and takes it off the wire. The timer is the
   * Master_Down_Interval after its last advert.
   */
  async killMaster(): Promise<Takeover> {
    const [master, successor] = await this.#roles();
    const before = this.#now;
    const killed = master.daemon.kill();
    await master.cutLink();
    await killed;
    await this.#wire.awaitAnnouncement({ address, sourceMac: successor.mac("eth0") }, before);
    const last = this.#wire.lastAdvert({ sourceMac: master.mac("eth0") });
    assert.ok(last !== undefined);
    return this.#takeover(successor, before, later(last.time, sum(times(this.#interval, 3), this.skew)));
  }

  /** Stops the master as an operator does. The timer is the skew after its farewell. */
  async stopMaster(): Promise<Takeover> {
    const [master, successor] = await this.#roles();
    const stopped = master.daemon.stop();
    const farewell = await this.#wire.awaitAdvert({ sourceMac: master.mac("eth0"), priority: 0 }, this.#now);
    const takeover = await this.#takeover(successor, farewell.time, later(farewell.time, this.skew));
    await stopped;
    return takeover;
  }

  /** Starts again what has ended, as the backup of the other one. */
  async restore(): Promise<void> {
    for (const node of this.#lab.nodes) {
      if (node.daemon.processes.length > 0) continue;
      await node.removeLeftovers();
      await node.restoreLink();
      await this.#start(node);
    }
  }

  /** How far each of `count` gaps between adverts is from the interval. */
  async jitter(count: number): Promise<readonly Duration[]> {
    const deviations: Duration[] = [];
    let last = await this.#wire.awaitAdvert({}, this.#now);
    while (deviations.length < count) {
      const next = await this.#wire.awaitAdvert({}, last.time);
      // A busy machine has held the master for the whole down interval: what counts is how the next one keeps time.
      if (next.sourceMac !== last.sourceMac) {
        last = next;
        continue;
      }
      const gap = elapsed(last.time, next.time);
      deviations.push(
        gap > this.#interval
          ? elapsed(instant(this.#interval), instant(gap))
          : elapsed(instant(gap), instant(this.#interval)),
      );
      last = next;
    }
    return deviations;
  }

  async close(): Promise<void> {
    await this.#lab.close();
  }

  async #takeover(successor: LabNode, after: Instant, due: Instant): Promise<Takeover> {
    const sourceMac = successor.mac("eth0");
    const advert = await this.#wire.awaitAdvert({ sourceMac }, after);
    const announcement = await this.#wire.awaitAnnouncement({ address, sourceMac }, after);
    return { advert: elapsed(due, advert.time), announcement: elapsed(due, announcement.time) };
  }

  async #start(node: LabNode): Promise<void> {
    const daemon = await node.startDaemon({ program: this.program.daemon });
    await daemon.awaitLog(/Entering BACKUP STATE/u);
  }

  /** The master and the other one. */
  async #roles(): Promise<readonly [LabNode, LabNode]> {
    const advert = await this.#agree();
    const [first, second] = [this.#lab.node("node1"), this.#lab.node("node2")];
    return advert.sourceMac === first.mac("eth0") ? [first, second] : [second, first];
  }

  /** Waits for some adverts in a row of one master. */
  async #agree(): Promise<AdvertEvent> {
    let last = await this.#wire.awaitAdvert({}, this.#now);
    for (let row = 1; row < agreement; row += 1) {
      const next = await this.#wire.awaitAdvert({}, last.time);
      if (next.sourceMac !== last.sourceMac) row = 0;
      last = next;
    }
    return last;
  }

  /** The time of the last packet seen: what comes next is later. */
  get #now(): Instant {
    return this.#wire.events.at(-1)?.time ?? instant(0);
  }
}

function configuration(interval: Duration): string {
  return `
vrrp_instance VI_1 {
  version 3
  state BACKUP
  nopreempt
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int ${printSeconds(interval)}
  virtual_ipaddress {
    ${address}/24
  }
}
`;
}
