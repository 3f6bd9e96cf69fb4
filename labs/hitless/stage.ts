import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { TestContext } from "node:test";

import {
  elapsed,
  instant,
  later,
  milliseconds,
  seconds,
  type Duration,
  type Instant,
  zeroDuration,
} from "../../src/base/time.ts";
import {
  Client,
  type Daemon,
  type InterfaceSpec,
  type LabNode,
  Owners,
  PageServer,
  Topology,
  wallClock,
  type WireCapture,
} from "../../src/lab/index.ts";
import { holdfast, type LabProgram } from "../programs.ts";
import { usualInstance } from "../usual-instance.ts";

export const address = "192.0.2.100";
/** Of the usual instance. */
const vrid = 51;

const host = (number: number): { readonly interfaces: Readonly<Record<string, InterfaceSpec>> } => ({
  interfaces: { eth0: { addresses: [`192.0.2.${number}/24`] } },
});

/** Answers of the client, 5 ms apart, for which something is waited for. */
const patience = 1000;

/** Holdfast as the master of a pair, somebody else as its backup, and a client that asks the address every 5 ms. */
export class Stage {
  readonly node: LabNode;
  readonly owners: Owners;
  readonly wire: WireCapture;
  readonly client: Client;
  readonly #backup: LabNode;
  readonly #began: Instant;

  private constructor(nodes: readonly [LabNode, LabNode], owners: Owners, wire: WireCapture, client: Client) {
    [this.node, this.#backup] = nodes;
    this.owners = owners;
    this.wire = wire;
    this.client = client;
    this.#began = wallClock();
  }

  /**
   * Resolves when the master has its address, the backup is one, and the client gets answers. `more` is what else
   * there is in the master's configuration.
   */
  static async open(
    context: TestContext,
    backup: LabProgram,
    more = "",
    files: Readonly<Record<string, string>> = {},
  ): Promise<Stage> {
    const lab = await Topology.open({ nodes: { node1: host(1), node2: host(2), client: host(9) } });
    context.after(async () => lab.close());
    const nodes = [lab.node("node1"), lab.node("node2")] as const;
    const owners = await Owners.watch(nodes);
    const wire = await lab.capture();
    await Promise.all(nodes.map(async (node) => PageServer.start(node)));
    for (const [name, text] of Object.entries(files)) nodes[0].files.write(name, text, 0o755);
    nodes[0].files.write("keepalived.conf", configuration(150) + more);
    nodes[1].files.write("keepalived.conf", configuration(100));
    await nodes[0].startDaemon({ program: holdfast.daemon });
    await owners.awaitOwner(address, "node1");
    const second = await nodes[1].startDaemon({ program: backup.daemon });
    await second.awaitLog(/Entering BACKUP STATE/u);
    const client = await Client.start(lab.node("client"), { addresses: [address], every: milliseconds(5) });
    await client.awaitAnswer(address, "node1", instant(0));
    return new Stage(nodes, owners, wire, client);
  }

  /** The one that was started last. */
  get daemon(): Daemon {
    return this.node.daemon;
  }

  /** Starts the same command again. */
  async restart(): Promise<Daemon> {
    const daemon = await this.node.startDaemon({ program: holdfast.daemon });
    await daemon.awaitLog(/Startup complete/u);
    return daemon;
  }

  /** Reloads with `more` in the master's configuration. */
  async reload(more: string): Promise<void> {
    const { daemon, node } = this;
    const { mark } = daemon;
    node.files.write("keepalived.conf", configuration(150) + more);
    daemon.reload();
    await daemon.awaitLog(/Reload complete/u, mark);
    await daemon.awaitLog(/VRRP standby process is ready/u, mark);
  }

  /** Adverts have passed for a while: what was started has become steady. */
  async steady(by: Duration): Promise<void> {
    await this.wire.awaitAdvert({ vrid }, later(wallClock(), by));
  }

  /** So many questions of the client later, which are 5 ms apart: somewhere between two adverts. */
  async answers(count: number): Promise<void> {
    let left = count;
    await new Promise<void>((resolve) => {
      if (left === 0) resolve();
      this.client.onAnswer(() => {
        left -= 1;
        if (left === 0) resolve();
      });
    });
  }

  /** Waits until `look` finds something: nobody tells of it, so it looks after each answer of the client. */
  async until<T>(look: () => T | undefined, what: string): Promise<T> {
    for (let answers = 0; answers < patience; answers += 1) {
      const found = look();
      if (found !== undefined) return found;
      await this.answers(1);
    }
    return assert.fail(what);
  }

  /** Kills the vrrp process. Returns how long it took until its replacement advertised. */
  async killVrrp(): Promise<Duration> {
    const { daemon, wire } = this;
    const { mark } = daemon;
    const [, child] = daemon.processes;
    const killedAt = wallClock();
    kill(child);
    await daemon.awaitLog(/\(VI_1\) Remaining in MASTER STATE/u, mark);
    // Stamped in whole milliseconds, the kill may seem to have come before the last advert of who was killed.
    const { time } = await wire.awaitAdvert({ vrid }, later(killedAt, milliseconds(1)));
    return elapsed(killedAt, time);
  }

  /** Those of the daemon's processes whose command line has these words. */
  processes(words: string): readonly number[] {
    return this.daemon.processes.filter((pid) => readProcess(pid, "cmdline").includes(words));
  }

  /** The process that sends mails, if there are some, or the one that checks servers. */
  child(role: "mailer" | "checkers"): number | undefined {
    return this.daemon.processes.find((pid) =>
      readProcess(pid, "environ").split("\0").includes(`HOLDFAST_ROLE=${role}`),
    );
  }

  /** Between two adverts of the master, in all the time. */
  get longestSilence(): Duration {
    const times = this.wire.adverts({ vrid }, this.#began).map(({ time }) => time);
    const silences = times.slice(1).map((time, index) => elapsed(times[index] ?? time, time));
    return silences.reduce((longest, each) => (each > longest ? each : longest), zeroDuration);
  }

  /** The backup never spoke, the address never moved, and no question was left without an answer of the master. */
  async assertUnnoticed(): Promise<void> {
    const last = await this.client.awaitAnswer(address, "node1", wallClock(), seconds(2));
    assert.equal(last.node, "node1");
    const adverts = this.wire.adverts({ vrid }, this.#began);
    const foreign = adverts.filter(({ sourceMac }) => sourceMac === this.#backup.mac("eth0"));
    assert.deepEqual(foreign, [], "the backup became master");
    const farewells = adverts.filter(({ priority }) => priority === 0);
    assert.deepEqual(farewells, [], "the master resigned");
    assert.equal(this.owners.timeline(address).length, 1, "the address moved");
    assert.deepEqual(this.client.outages(address), []);
  }
}

/** True when there is no such process any more. */
export function isGone(pid: number): true | undefined {
  return existsSync(`/proc/${pid}`) ? undefined : true;
}

export function kill(pid: number | undefined): void {
  assert.ok(pid !== undefined, "there is no such process");
  process.kill(pid, "SIGKILL");
}

/** A file of a process; nothing when it has ended. */
function readProcess(pid: number, file: "cmdline" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return "";
  }
}

function configuration(priority: number): string {
  return usualInstance(priority, `${address}/24`);
}
