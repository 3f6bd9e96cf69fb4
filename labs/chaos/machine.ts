import assert from "node:assert/strict";
import { setTimeout as pass } from "node:timers/promises";

import { type Duration, toMilliseconds } from "../../src/base/time.ts";
import type { LabNode, OutputLine, Topology } from "../../src/lab/index.ts";
import { holdfast } from "../programs.ts";
import type { AdvertFilter, Way } from "./advert-filter.ts";
import { configuration, failureFlag, type Priorities, trackedFile } from "./configuration.ts";
import { type NodeName, nodeNames, type Trouble } from "./plan.ts";

/** What a daemon has said, and which. */
export type LogLine = OutputLine & { readonly node: NodeName };

/** One node of the lab and what can be done to it. */
export class Machine {
  readonly name: NodeName;
  readonly #lab: Topology;
  readonly #filter: AdvertFilter;
  readonly #log: LogLine[] = [];
  #priorities: Priorities;

  constructor(name: NodeName, lab: Topology, filter: AdvertFilter, priorities: Priorities) {
    this.name = name;
    this.#lab = lab;
    this.#filter = filter;
    this.#priorities = priorities;
  }

  get priorities(): Priorities {
    return this.#priorities;
  }

  /** Of all its daemons, one after the other. */
  get log(): readonly LogLine[] {
    return this.#log;
  }

  get #node(): LabNode {
    return this.#lab.node(this.name);
  }

  async start(): Promise<void> {
    this.#node.files.write("keepalived.conf", configuration(this.name, this.#priorities));
    const daemon = await this.#node.startDaemon({ program: holdfast.daemon });
    daemon.onLine((line) => this.#log.push({ ...line, node: this.name }));
    await daemon.awaitLog(/Startup complete/u);
  }

  async stop(): Promise<void> {
    assert.deepEqual(await this.#node.daemon.stop(), { status: 0, signal: undefined }, this.name);
  }

  /** Does it, and resolves when the node is whole again. */
  async suffer(trouble: Trouble): Promise<void> {
    const node = this.#node;
    switch (trouble.kind) {
      case "kill": {
        const { mark } = node.daemon;
        process.kill(this.#vrrpProcess, "SIGKILL");
        await node.daemon.awaitLog(/Startup complete/u, mark);
        return;
      }
      case "restart":
        await this.stop();
        await last(trouble.length);
        return this.start();
      case "cut":
        await node.cutLink();
        await last(trouble.length);
        return node.restoreLink();
      case "deaf":
        return this.#block(
          nodeNames.filter((from) => from !== this.name).map((from) => [from, this.name]),
          trouble.length,
        );
      case "mute":
        return this.#block(
          nodeNames.filter((to) => to !== this.name).map((to) => [this.name, to]),
          trouble.length,
        );
      case "one-way":
        return this.#block([[trouble.from, this.name]], trouble.length);
      case "script":
        node.files.write(failureFlag, "");
        await last(trouble.length);
        return this.#recover("check", () => node.files.remove(failureFlag));
      case "file":
        node.files.write(trackedFile, "1\n");
        await last(trouble.length);
        return node.files.write(trackedFile, "0\n");
      case "reload": {
        const { mark } = node.daemon;
        this.#priorities = { ...this.#priorities, [trouble.group]: trouble.priority };
        node.files.write("keepalived.conf", configuration(this.name, this.#priorities));
        node.daemon.reload();
        await node.daemon.awaitLog(/Reload complete/u, mark);
        return;
      }
      case "freeze": {
        const { mark } = node.daemon;
        const frozen = this.#vrrpProcess;
        process.kill(frozen, "SIGSTOP");
        await last(trouble.length);
        if (node.daemon.processes.includes(frozen)) process.kill(frozen, "SIGCONT");
        else await node.daemon.awaitLog(/Startup complete/u, mark);
        return;
      }
      default:
        return trouble satisfies never;
    }
  }

  /** The first child of the supervisor. */
  get #vrrpProcess(): number {
    const [, child] = this.#node.daemon.processes;
    assert.ok(child !== undefined, `${this.name} has no vrrp process`);
    return child;
  }

  async #block(ways: readonly Way[], length: Duration): Promise<void> {
    await this.#filter.block(ways);
    await last(length);
    await this.#filter.unblock(ways);
  }

  /** The next run of the check, at most a second later, finds all well. */
  async #recover(script: string, remedy: () => void): Promise<void> {
    const { mark } = this.#node.daemon;
    remedy();
    await this.#node.daemon.awaitLog(new RegExp(`VRRP_Script\\(${script}\\) succeeded`, "u"), mark);
  }
}

/** Troubles are made of time: here it passes by itself. */
export async function last(length: Duration): Promise<void> {
  await pass(toMilliseconds(length));
}
