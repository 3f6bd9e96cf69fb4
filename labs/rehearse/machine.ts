import assert from "node:assert/strict";
import { readdirSync } from "node:fs";

import { instant, type Instant, seconds } from "../../src/base/time.ts";
import { StatusClient } from "../../src/cli/live/client.ts";
import { type LabNode, wallClock } from "../../src/lab/index.ts";
import { killAtOnce } from "../../src/lab/process-tree.ts";
import { holdfast } from "../programs.ts";
import { fromMonotonic } from "./clock.ts";

/** How long a start may take on a machine where many start. */
const startPatience = seconds(30);

/** A node with its daemon. What is done to it says when it happened. */
export class Machine {
  readonly node: LabNode;
  #client: StatusClient | undefined;

  constructor(node: LabNode) {
    this.node = node;
  }

  /** Starts the daemon. Resolves with the moment at which its instances began. */
  async start(): Promise<Instant> {
    const since = wallClock();
    const daemon = await this.node.startDaemon({ program: holdfast.daemon });
    await daemon.awaitLog(/Startup complete/u, 0, startPatience);
    this.#client = await StatusClient.connect(this.#socket);
    const begun = await this.#begun(since);
    assert.ok(begun !== undefined, `${this.node.name} has started no instance`);
    return begun;
  }

  /** SIGTERM. */
  stop(): Instant {
    const at = wallClock();
    this.node.daemon.signal("SIGTERM");
    return at;
  }

  async ended(): Promise<void> {
    await this.node.daemon.ended;
  }

  /** Every process of it at one moment; `alongside` is done at the same one. */
  kill(alongside: () => void): Instant {
    const [parent, ...below] = this.node.daemon.processes;
    assert.ok(parent !== undefined, `no daemon runs on ${this.node.name}`);
    const at = wallClock();
    killAtOnce(parent, below);
    alongside();
    return at;
  }

  /** As an operator says it; `done` settles when it has been carried out. */
  maintain(on: boolean): { readonly at: Instant; readonly done: Promise<unknown> } {
    assert.ok(this.#client !== undefined);
    const order = {
      command: "maintenance",
      on,
      target: undefined,
      during: undefined,
      reason: "",
      force: false,
    } as const;
    const at = wallClock();
    return { at, done: this.#client.command(order, "lab") };
  }

  /** When a script was last started that has ended. */
  async lastRun(script: string): Promise<Instant | undefined> {
    const { trackers } = (await this.#client?.status()) ?? { trackers: [] };
    const found = trackers.find(({ kind, name }) => kind === "script" && name === script);
    return found?.lastRun === undefined ? undefined : instant(found.lastRun);
  }

  /** What the node sees as /run/holdfast, whose only entry is the daemon's. */
  get #socket(): string {
    const directory = `/proc/${String(this.node.namespace.inhabitant)}/root/run/holdfast`;
    const [name = ""] = readdirSync(directory);
    return `${directory}/${name}/holdfast.sock`;
  }

  async #begun(since: Instant): Promise<Instant | undefined> {
    // The journal may be one that goes on from before.
    for await (const { event, process: teller, monotonic, wall } of this.#events(since)) {
      if (wall < since || teller !== "vrrp" || event.kind !== "instance-state" || event.from !== "init") continue;
      return fromMonotonic(monotonic);
    }
    return undefined;
  }

  #events(since: Instant): ReturnType<StatusClient["events"]> {
    assert.ok(this.#client !== undefined);
    return this.#client.events({ since, follow: true });
  }
}
