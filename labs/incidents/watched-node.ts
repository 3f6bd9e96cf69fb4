import { fileURLToPath } from "node:url";

import { type Daemon, type LabNode, wallClock } from "../../src/lab/index.ts";
import { holdfast } from "../programs.ts";
import { EventFollower, type Fields } from "./event-follower.ts";

const program = [process.execPath, fileURLToPath(new URL("../../bin/holdfast", import.meta.url))] as const;

/** A router that runs Holdfast, and what it tells of itself. */
export class WatchedNode {
  readonly node: LabNode;
  #daemon: Daemon | undefined;
  #events: EventFollower | undefined;

  constructor(node: LabNode) {
    this.node = node;
  }

  get daemon(): Daemon {
    if (this.#daemon === undefined) throw new RangeError("no daemon was started here");
    return this.#daemon;
  }

  /** Resolves when it runs, and its events are followed from its start on. */
  async start(configuration: string): Promise<void> {
    this.node.files.write("keepalived.conf", configuration);
    const begun = wallClock();
    this.#daemon = await this.node.startDaemon({ program: holdfast.daemon });
    await this.#daemon.awaitLog(/Startup complete/u);
    const [supervisor] = this.#daemon.processes;
    this.#events = new EventFollower(`/proc/${supervisor}/root/run/holdfast/run%2Fkeepalived.pid/holdfast.sock`, begun);
  }

  reload(configuration: string): void {
    this.node.files.write("keepalived.conf", configuration);
    this.daemon.reload();
  }

  /** Waits until its daemon has recorded an event of this kind with these fields. */
  async told(kind: string, fields: Fields): Promise<void> {
    if (this.#events === undefined) throw new RangeError("no daemon was started here");
    await this.#events.awaitEvent({ kind, ...fields });
  }

  /** Waits until an instance has gone from one state to another. */
  async turned(instance: string, from: string, to: string): Promise<void> {
    await this.told("instance-state", { instance, from, to });
  }

  /** Waits until its daemon warns of something about the instance. */
  async warned(instance: string, kind: string): Promise<void> {
    await this.told("warning", { instance, warning: { kind } });
  }

  /** Runs a command of holdfast as somebody who has become root. */
  async run(user: string, ...words: readonly string[]): Promise<void> {
    await this.node.run(["env", `SUDO_USER=${user}`, ...program, ...words]);
  }

  /** What `holdfast explain` prints. */
  async explain(name: string): Promise<string> {
    return this.node.run([...program, "explain", name]);
  }
}
