import assert from "node:assert/strict";

import { unreachable } from "../../src/base/assert.ts";
import type { Instant } from "../../src/base/time.ts";
import { type Topology, wallClock } from "../../src/lab/index.ts";
import type { PlainFailure } from "../../src/rehearse/events.ts";
import { trackablesOf } from "../../src/rehearse/trackables.ts";
import { Cables } from "./cables.ts";
import type { Deployment } from "./deployment.ts";
import type { Gate } from "./gate.ts";
import { Machine } from "./machine.ts";
import type { Reality } from "./reality.ts";
import { type Surroundings, surround } from "./surroundings.ts";

/** What carries out failures on real machines, and undoes them: each resolves with the moment at which it happened. */
export class Hand {
  readonly #deployment: Deployment;
  readonly #starts: Gate;
  readonly #reality: Reality;
  readonly #cables: Cables;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #surroundings = new Map<string, Surroundings>();

  /** `starts` lets so many daemons start at a time; `reality` is told what no kernel knows. */
  constructor(deployment: Deployment, lab: Topology, starts: Gate, reality: Reality) {
    this.#deployment = deployment;
    this.#starts = starts;
    this.#reality = reality;
    this.#cables = new Cables(lab);
    this.#machines = new Map(lab.nodes.map((node) => [node.name, new Machine(node)]));
  }

  get machines(): readonly Machine[] {
    return Array.from(this.#machines.values());
  }

  machine(node: string): Machine {
    return this.#machines.get(node) ?? assert.fail(`no node ${node}`);
  }

  /** Gives the nodes their files, and what these take for granted. */
  async prepare(): Promise<void> {
    const { name, texts, plan } = this.#deployment;
    for (const { name: node, config } of plan.nodes) {
      const machine = this.machine(node);
      machine.node.files.write("keepalived.conf", texts.get(node) ?? "");
      this.#surroundings.set(node, await surround(name, machine.node, trackablesOf(config)));
    }
  }

  async start(node: string): Promise<Instant> {
    return this.#starts.pass(async () => this.machine(node).start());
  }

  async strike(failure: PlainFailure): Promise<Instant> {
    const { node } = failure;
    const machine = this.machine(node);
    switch (failure.kind) {
      case "node": {
        const at = machine.kill(() => this.#cables.set(node, this.#interfaces(node), false));
        this.#reality.notePower(at, node, false);
        return at;
      }
      case "daemon":
        return machine.stop();
      case "maintenance":
        return maintain(machine, true);
      case "link":
        return this.#link(node, failure.interface, false);
      case "tracked":
        return this.#behave(failure, false);
      default:
        return unreachable(failure);
    }
  }

  /**
   * As it was before, from that moment on. `moment` resolves when a tracked thing, once it is ready, may be well again.
   */
  async mend(failure: PlainFailure, moment: () => Promise<unknown>): Promise<Instant> {
    const { node } = failure;
    const machine = this.machine(node);
    switch (failure.kind) {
      case "node": {
        await machine.ended();
        await machine.node.removeLeftovers();
        this.#cables.set(node, this.#interfaces(node), true);
        const at = await this.start(node);
        this.#reality.notePower(at, node, true);
        return at;
      }
      case "daemon":
        await machine.ended();
        return this.start(node);
      case "maintenance":
        return maintain(machine, false);
      case "link":
        return this.#link(node, failure.interface, true);
      case "tracked":
        await this.#surroundings.get(node)?.ready(failure.trackable);
        await moment();
        return this.#behave(failure, true);
      default:
        return unreachable(failure);
    }
  }

  #link(node: string, name: string, isUp: boolean): Instant {
    const at = wallClock();
    this.#cables.set(node, [name], isUp);
    this.#reality.noteLink(at, node, name, isUp);
    return at;
  }

  #behave({ node, trackable }: PlainFailure & { readonly kind: "tracked" }, isGood: boolean): Instant {
    this.#surroundings.get(node)?.set(trackable, isGood);
    return wallClock();
  }

  #interfaces(node: string): readonly string[] {
    return this.#deployment.plan.network.nodes.get(node)?.interfaces ?? [];
  }
}

async function maintain(machine: Machine, on: boolean): Promise<Instant> {
  const { at, done } = machine.maintain(on);
  await done;
  return at;
}
