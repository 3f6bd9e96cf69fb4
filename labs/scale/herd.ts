import assert from "node:assert/strict";

import {
  elapsed,
  instant,
  later,
  milliseconds,
  seconds,
  times,
  type Duration,
  type Instant,
} from "../../src/base/time.ts";
import { Topology, type AdvertEvent, type Daemon, type LabNode, type WireCapture } from "../../src/lab/index.ts";
import { processorTime } from "../processor-time.ts";
import type { LabProgram } from "../programs.ts";

/** So many virtual routers on so many interfaces, each on a switch of its own. */
export type HerdSize = { readonly interfaces: number; readonly instances: number };

/** What "vrrp_rt_priority" gives: other work of the machine is none of a daemon's business. */
export const realTime = ["chrt", "--rr", "10"] as const;

/** All processes of a daemon over a while, and what the wire has seen of it. */
export type Measurement = {
  /** Microseconds of processor time in a minute. */
  readonly processor: Duration;
  /** How much longer than the interval each gap between two adverts was; negative: shorter. */
  readonly late: readonly Duration[];
};

const advertInterval = seconds(1);

/** Of a backup, whose way of an advert is not compiled before it has gone it some thousand times. */
const settling = seconds(6);

/** What they hear is the same. */
const backupNames = ["backup1", "backup2"] as const;

/** What has waited in the sockets of one that was held is read in a moment. */
const catchingUp = milliseconds(500);

const names = ["eth0", "eth1", "eth2", "eth3"];

/** Nodes with the same virtual routers: one is master of all of them, and the others, when started, are backups. */
export class Herd {
  readonly #lab: Topology;
  readonly #size: HerdSize;
  readonly #wires: readonly WireCapture[];

  private constructor(lab: Topology, size: HerdSize, wires: readonly WireCapture[]) {
    this.#lab = lab;
    this.#size = size;
    this.#wires = wires;
  }

  static async open(size: HerdSize): Promise<Herd> {
    const used = names.slice(0, size.interfaces);
    const interfaces = (host: number): LabInterfaces =>
      Object.fromEntries(
        used.map((name, index) => [name, { addresses: [`192.0.${index + 2}.${host}/24`], switch: `lan${index}` }]),
      );
    const lab = await Topology.open({
      nodes: Object.fromEntries(
        ["master", ...backupNames].map((name, index) => [name, { interfaces: interfaces(index + 1) }]),
      ),
    });
    try {
      const wires = await Promise.all(used.map(async (_, index) => lab.capture(`lan${index}`)));
      return new Herd(lab, size, wires);
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /** Resolves when the program is master of all. */
  async startMaster(program: LabProgram): Promise<Daemon> {
    const daemon = await this.#start(this.#lab.node("master"), program, 200);
    let masters = 0;
    await new Promise<void>((resolve, reject) => {
      void daemon.ended.then(() => reject(new Error(`${program.name} ended before it was master of all`)));
      daemon.onLine(({ text }) => {
        if (text.includes("Entering MASTER STATE")) masters += 1;
        if (masters === this.#size.instances) resolve();
      });
    });
    // The second announcements are behind them.
    await this.pass(seconds(2));
    return daemon;
  }

  /** One for each node that is left. Resolves when the programs have heard all of them. */
  async startBackups(programs: readonly LabProgram[]): Promise<readonly Daemon[]> {
    const last = new RegExp(`\\(I${this.#size.instances}\\) Entering BACKUP STATE`, "u");
    const daemons: Daemon[] = [];
    for (const [index, program] of programs.entries()) {
      const daemon = await this.#start(this.#lab.node(`backup${index + 1}`), program, 100);
      await daemon.awaitLog(last, 0, seconds(30));
      daemons.push(daemon);
    }
    await this.pass(settling);
    return daemons;
  }

  /** Waits, by the clock of the wire. */
  async pass(time: Duration): Promise<Instant> {
    const [wire] = this.#wires;
    const start = wire?.events.at(-1)?.time ?? instant(0);
    await wire?.awaitAdvert({}, later(start, time), seconds(60));
    return start;
  }

  async measure(daemon: Daemon, time: Duration): Promise<Measurement> {
    const processes = daemon.processes;
    const before = processorTime(processes);
    const start = await this.pass(time);
    const said = daemon.log.slice(-20).map(({ text }) => text);
    assert.deepEqual(daemon.processes, processes, `other processes than before: ${said.join("\n")}`);
    const spent = processorTime(processes) - before;
    const [wire] = this.#wires;
    const took = elapsed(start, wire?.events.at(-1)?.time ?? start);
    const late = this.#wires.flatMap((each) => gapsPerRouter(each.adverts({}, start)));
    return {
      processor: times(seconds(60), spent / took),
      late: late.map((gap) => elapsed(instant(advertInterval), instant(gap))),
    };
  }

  /**
   * Measures each of the backups while the others are held by a signal, in turns: all of them hear the same packets,
   * and none is woken or disturbed by another's work. Who is held is back well before its down interval is over.
   */
  async measureInTurns(daemons: readonly Daemon[], time: Duration, turns: number): Promise<readonly Duration[][]> {
    const processor: Duration[][] = daemons.map(() => []);
    for (const daemon of daemons) hold(daemon);
    for (let turn = 0; turn < turns; turn += 1) {
      for (const [index, daemon] of daemons.entries()) {
        release(daemon);
        await this.pass(catchingUp);
        processor[index]?.push((await this.measure(daemon, time)).processor);
        hold(daemon);
      }
    }
    for (const daemon of daemons) release(daemon);
    return processor;
  }

  async close(): Promise<void> {
    await this.#lab.close();
  }

  #instancesOn(index: number): number {
    return (
      Math.floor(this.#size.instances / this.#size.interfaces) +
      (index < this.#size.instances % this.#size.interfaces ? 1 : 0)
    );
  }

  async #start(node: LabNode, program: LabProgram, priority: number): Promise<Daemon> {
    node.files.write("keepalived.conf", this.#configuration(priority));
    return node.startDaemon({ program: [...realTime, ...program.daemon] });
  }

  #configuration(priority: number): string {
    const blocks: string[] = [];
    for (let index = 0; index < this.#size.interfaces; index += 1) {
      for (let vrid = 1; vrid <= this.#instancesOn(index); vrid += 1) {
        blocks.push(`vrrp_instance I${blocks.length + 1} {
  interface ${names[index]}
  virtual_router_id ${vrid}
  priority ${priority}
  advert_int 1
  garp_master_delay 1
  garp_master_repeat 1
  virtual_ipaddress {
    10.0.${index}.${vrid}
  }
}`);
      }
    }
    return `${blocks.join("\n")}\n`;
  }
}

type LabInterfaces = Record<string, { readonly addresses: readonly string[]; readonly switch: string }>;

/** The children do the work. Whoever started the parent would stop with it. */
function hold({ processes: [, ...children] }: Daemon): void {
  for (const pid of children) process.kill(pid, "SIGSTOP");
}

function release({ processes: [, ...children] }: Daemon): void {
  for (const pid of children) process.kill(pid, "SIGCONT");
}

function gapsPerRouter(adverts: readonly AdvertEvent[]): readonly Duration[] {
  const last = new Map<number, Instant>();
  return adverts.flatMap(({ vrid, time }) => {
    const previous = last.get(vrid);
    last.set(vrid, time);
    return previous === undefined ? [] : [elapsed(previous, time)];
  });
}
