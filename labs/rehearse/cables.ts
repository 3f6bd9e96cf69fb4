import type { Program, Topology } from "../../src/lab/index.ts";

/** Plugs and pulls cables at the very moment: ip(8) runs already and is told what to do. */
export class Cables {
  readonly #lab: Topology;
  readonly #ip: Program;

  constructor(lab: Topology) {
    this.#lab = lab;
    this.#ip = lab.spawnOnSwitches(["ip", "-batch", "-"]);
  }

  /** Of one interface, or of all that the node has. */
  set(node: string, interfaces: readonly string[], isPlugged: boolean): void {
    const state = isPlugged ? "up" : "down";
    const lines = interfaces.map((name) => `link set dev ${this.#lab.node(node).port(name)} ${state}\n`);
    this.#ip.input.write(lines.join(""));
  }
}
