import { readFileSync } from "node:fs";

import {
  elapsed,
  instant,
  later,
  milliseconds,
  toMilliseconds,
  type Duration,
  type Instant,
} from "../../src/base/time.ts";
import {
  sourceProgram,
  Topology,
  type AdvertEvent,
  type Daemon,
  type Program,
  type WireCapture,
} from "../../src/lab/index.ts";
import { processorTime } from "../processor-time.ts";
import type { LabProgram } from "../programs.ts";
import { attackerAddress, type Form, type Target } from "./forms.ts";
import type { GeneratorTask } from "./generator-main.ts";

/** Adverts every 0.1 s, and the oldest kind: every second, with a password. */
export const targets = {
  v3: { version: 3, vrid: 51, address: "192.0.2.100", password: "", interval: 10 },
  v2: { version: 2, vrid: 52, address: "192.0.2.101", password: "secret", interval: 100 },
} as const satisfies Record<string, Target>;

const generatorMain = new URL("generator-main.ts", import.meta.url);

const configuration = (priority: number): string => `
vrrp_instance V3 {
  version 3
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int 0.1
  garp_master_delay 1
  virtual_ipaddress { 
    192.0.2.100/24
  }
}
vrrp_instance V2 {
  version 2
  state BACKUP
  interface eth0
  virtual_router_id 52
  priority ${priority}
  advert_int 1
  garp_master_delay 1
  authentication {
    auth_type PASS
    auth_pass secret
  }
  virtual_ipaddress {
    192.0.2.101/24
  }
}
`;

/**
 * What "vrrp_rt_priority" gives: the attacker takes a core, and other work of the machine is none of a daemon's
 * business.
 */
const realTime = ["chrt", "--rr", "10"] as const;

/** What came of one attack. */
export type Outcome = {
  readonly sent: number;
  readonly duration: Duration;
  /** How much later than the interval after the one before each advert of the master of version 3 and 2 came. */
  readonly late: Readonly<Record<keyof typeof targets, readonly Duration[]>>;
  /** Adverts of the backup: a second master. */
  readonly usurpations: number;
  /** Adverts of the master that came before they were due: answers. */
  readonly answers: number;
  /** Gratuitous ARPs of both. */
  readonly announcements: number;
  readonly logLines: readonly string[];
  /** Lines of those that tell a change of state. */
  readonly transitions: readonly string[];
  /** Of one core, by master and backup together. */
  readonly load: number;
};

/** A master, its backup, and a hostile host on one switch. */
export class Siege {
  readonly #lab: Topology;
  readonly #wire: WireCapture;
  readonly daemons: readonly Daemon[];
  readonly #generator: Program;

  private constructor(lab: Topology, wire: WireCapture, daemons: readonly Daemon[], generator: Program) {
    this.#generator = generator;
    this.#lab = lab;
    this.#wire = wire;
    this.daemons = daemons;
  }

  static async open(program: LabProgram): Promise<Siege> {
    const lab = await Topology.open({
      nodes: {
        master: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } },
        backup: { interfaces: { eth0: { addresses: ["192.0.2.2/24"] } } },
        attacker: { interfaces: { eth0: { addresses: ["192.0.2.66/24"] } } },
      },
    });
    try {
      const wire = await lab.capture(undefined, attackerAddress);
      const daemons: Daemon[] = [];
      for (const [name, priority] of [
        ["master", 200],
        ["backup", 100],
      ] as const) {
        const node = lab.node(name);
        node.files.write("keepalived.conf", configuration(priority));
        const daemon = await node.startDaemon({ program: [...realTime, ...program.daemon] });
        daemons.push(daemon);
        const state = name === "master" ? /\(V2\) Entering MASTER STATE/u : /\(V2\) Entering BACKUP STATE/u;
        await daemon.awaitLog(state);
      }
      const generator = lab.node("attacker").spawn(sourceProgram(generatorMain));
      await generator.awaitLine(/^ready$/u);
      const siege = new Siege(lab, wire, daemons, generator);
      await siege.#quiet();
      return siege;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  async attack(form: Form, target: Target, rate: number, duration: Duration): Promise<Outcome> {
    const marks = this.daemons.map((daemon) => daemon.log.length);
    const time = this.#processorTime();
    const from = this.#now;
    const task: GeneratorTask = { interface: "eth0", form, target, rate, duration: toMilliseconds(duration) };
    const mark = this.#generator.mark;
    this.#generator.input.write(`${JSON.stringify(task)}\n`);
    const begun = await this.#generator.awaitLine(/^begun/u, mark);
    const result = await this.#generator.awaitLine(/^\{/u, mark);
    const load = (this.#processorTime() - time) / elapsed(begun.time, result.time);
    await this.#wire.awaitAdvert({ vrid: targets.v3.vrid }, this.#now);
    const { sent }: { readonly sent: number } = JSON.parse(result.text);
    const lines = this.daemons.flatMap((daemon, index) => daemon.log.slice(marks[index]).map(({ text }) => text));
    const masterMac = this.#lab.node("master").mac("eth0");
    const backupMac = this.#lab.node("backup").mac("eth0");
    // The first gap is that from the last advert before the attack.
    const late = (vrid: number, interval: Duration): readonly Duration[] => {
      const adverts = this.#wire.adverts({ vrid, sourceMac: masterMac });
      const first = adverts.findLastIndex((advert) => advert.time <= from);
      return gaps(adverts.slice(Math.max(0, first))).map((gap) => elapsed(instant(interval), instant(gap)));
    };
    const latenesses = { v3: late(51, milliseconds(100)), v2: late(52, milliseconds(1000)) };
    return {
      sent,
      duration: elapsed(begun.time, result.time),
      late: latenesses,
      usurpations: this.#wire.adverts({ sourceMac: backupMac }, from).length,
      answers: [...latenesses.v3, ...latenesses.v2].filter((each) => each < milliseconds(-20)).length,
      announcements: this.#wire.events.filter((event) => event.kind === "gratuitous-arp" && event.time > from).length,
      logLines: lines,
      transitions: lines.filter((line) => /Entering|FAULT/u.test(line)),
      load,
    };
  }

  /** Of both daemons, in kB. */
  get memory(): number {
    return this.#processes
      .map((pid) => /^VmRSS:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1])
      .reduce((sum, each) => sum + Number(each ?? 0), 0);
  }

  async close(): Promise<void> {
    await this.#lab.close();
  }

  /** Until the master's second announcements are out and both instances advertise. */
  async #quiet(): Promise<void> {
    const start = await this.#wire.awaitAdvert({ vrid: 52 }, instant(0));
    await this.#wire.awaitAdvert({ vrid: 52 }, later(start.time, milliseconds(1100)));
  }

  get #now(): Instant {
    return this.#wire.events.at(-1)?.time ?? instant(0);
  }

  #processorTime(): number {
    return processorTime(this.#processes);
  }

  get #processes(): readonly number[] {
    return this.daemons.flatMap((daemon) => daemon.processes);
  }
}

function gaps(adverts: readonly AdvertEvent[]): readonly Duration[] {
  return adverts.slice(1).map((advert, index) => elapsed(adverts[index]?.time ?? advert.time, advert.time));
}
