import { spawn } from "node:child_process";
import { watch, writeFileSync } from "node:fs";
import { join } from "node:path";

import { PortDoors, type DoorPlan } from "../../lab/index.ts";

/** The port of the page on every node. */
export const pagePort = 9650;

/** By which a program that runs again in a user namespace, and so in another network, finds the doors of the first. */
const variable = "HOLDFAST_DEMO_DOORS";

/** The file by which a node says that its page is there. */
const readyFile = (node: string): string => `ready-${node}`;

/** Ports of this machine that lead to the pages of the nodes. */
export class PageDoors {
  readonly plan: DoorPlan;
  /** Undefined: they are those of the program that has started this one. */
  readonly #own: PortDoors | undefined;

  private constructor(plan: DoorPlan, own: PortDoors | undefined) {
    this.plan = plan;
    this.#own = own;
  }

  /** To be called before the program gets other privileges: afterwards it may be in a network of its own. */
  static async open(nodes: readonly string[]): Promise<PageDoors> {
    const given = process.env[variable];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below by the same program
    if (given !== undefined) return new PageDoors(JSON.parse(given) as DoorPlan, undefined);
    const own = await PortDoors.open(nodes);
    process.env[variable] = JSON.stringify(own.plan);
    process.once("exit", () => own.close());
    return new PageDoors(own.plan, own);
  }

  /** Programs that are started from here on are not to know. */
  static forget(): void {
    Reflect.deleteProperty(process.env, variable);
  }

  /** The page of a node. */
  url(node: string): string {
    return `http://127.0.0.1:${this.plan.ports[node] ?? 0}`;
  }

  /** The options of a node's daemon, whose page shows the other nodes as well. */
  options(node: string): readonly string[] {
    const others = Object.keys(this.plan.ports).filter((other) => other !== node);
    return ["--http", String(pagePort), ...others.flatMap((other) => ["--peer-url", this.url(other)])];
  }

  /** The page of the node is there. */
  announce(node: string): void {
    writeFileSync(join(this.plan.directory, readyFile(node)), "");
  }

  /** Shows the page when it is there, where somebody sits in front of a screen; not as root, for whom no browser is. */
  showWhenReady(node: string): void {
    const { DISPLAY: x = "", WAYLAND_DISPLAY: wayland = "" } = process.env;
    if (this.#own === undefined || (x === "" && wayland === "") || process.getuid?.() === 0) return;
    const watcher = watch(this.plan.directory, { persistent: false }, (_, name) => {
      if (name !== readyFile(node)) return;
      watcher.close();
      const opener = spawn("xdg-open", [this.url(node)], { detached: true, stdio: "ignore" });
      // It is printed, too.
      opener.on("error", () => {}).unref();
    });
  }

  close(): void {
    this.#own?.close();
  }
}
