import { assert } from "../base/assert.ts";
import { IpAddress, printPrefix } from "../base/ip-address.ts";
import type { Rng } from "../base/rng.ts";
import {
  type Duration,
  earlier,
  elapsed,
  instant,
  type Instant,
  later,
  microseconds,
  printDuration,
} from "../base/time.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import type { Effect } from "../vrrp/effects.ts";
import { VrrpEngine } from "../vrrp/engine.ts";
import type { Input } from "../vrrp/inputs.ts";
import { printEffect } from "./print.ts";

/** How the one segment of a simulated cluster treats packets. */
export type SegmentBehaviour = {
  readonly delay: { readonly least: Duration; readonly most: Duration };
  /** Probability that one receiver does not get one packet. */
  readonly loss: number;
};

type Packet = {
  readonly at: Instant;
  readonly order: number;
  readonly from: SimulatedNode;
  readonly to: SimulatedNode;
  readonly destination: IpAddress;
  readonly source: IpAddress;
  readonly payload: Uint8Array;
};

/** One machine of a cluster: an engine, its interface "eth0" and the addresses it holds. */
export class SimulatedNode {
  readonly name: string;
  readonly config: VrrpConfig;
  readonly addresses: readonly string[];
  engine: VrrpEngine | undefined;
  /** The engine goes once nothing lingers. */
  isStopping = false;
  linkUp = true;
  /** Printed prefixes of the virtual addresses in its kernel. */
  readonly held = new Set<string>();

  constructor(name: string, config: VrrpConfig, addresses: readonly string[]) {
    this.name = name;
    this.config = config;
    this.addresses = addresses;
  }
}

/**
 * Several engines on one Ethernet segment in virtual time. The same seed gives the same run. A node that is killed
 * keeps nothing in its kernel: the machine went, not only its daemon.
 */
export class Cluster {
  readonly nodes: readonly SimulatedNode[];
  readonly #rng: Rng;
  readonly #behaviour: SegmentBehaviour;
  #now: Instant = instant(0);
  readonly #packets: Packet[] = [];
  #order = 0;
  readonly trace: string[] = [];
  /** Called after every step, to check what must always hold. */
  afterStep: () => void = () => undefined;

  constructor(nodes: readonly SimulatedNode[], behaviour: SegmentBehaviour, rng: Rng) {
    this.nodes = nodes;
    this.#behaviour = behaviour;
    this.#rng = rng;
  }

  get now(): Instant {
    return this.#now;
  }

  node(name: string): SimulatedNode {
    const found = this.nodes.find((node) => node.name === name);
    assert(found !== undefined, `no node ${name}`);
    return found;
  }

  start(node: SimulatedNode): void {
    assert(node.engine === undefined, `${node.name} runs already`);
    node.engine = new VrrpEngine();
    node.isStopping = false;
    this.#log(`${node.name} starts`);
    const changes = [
      { kind: "link", link: { name: "eth0", usable: node.linkUp, loopback: false, multicast: true } } as const,
      ...node.addresses.map((text) => {
        const [address = "", length = "24"] = text.split("/");
        const prefix = { address: IpAddress.of(address), length: Number(length) };
        return { kind: "address-added", interface: "eth0", prefix, usable: true } as const;
      }),
    ];
    this.#handle(node, { kind: "network", changes });
    this.#handle(node, { kind: "configure", config: node.config });
  }

  /** The machine dies at once: nothing is said, nothing is left. */
  kill(node: SimulatedNode): void {
    this.#log(`${node.name} is killed`);
    node.engine = undefined;
    node.held.clear();
    this.afterStep();
  }

  /** The daemon ends in good order, which takes as long as it holds something for its successor. */
  stop(node: SimulatedNode): void {
    this.#log(`${node.name} stops`);
    node.isStopping = true;
    this.#handle(node, { kind: "stop" });
  }

  /** An operator wants all instances of the node out, if somebody takes over, or in again. */
  maintain(node: SimulatedNode, isOn: boolean): void {
    this.#log(`${node.name} maintenance ${isOn ? "on" : "off"}`);
    const order = { target: undefined, by: "alice", reason: "", since: this.#now, until: undefined, isTentative: true };
    this.#handle(node, { kind: "maintenance", orders: isOn ? [order] : [] });
  }

  setLink(node: SimulatedNode, up: boolean): void {
    this.#log(`${node.name} link ${up ? "up" : "down"}`);
    node.linkUp = up;
    const link = { name: "eth0", usable: up, loopback: false, multicast: true };
    this.#handle(node, { kind: "network", changes: [{ kind: "link", link }] });
  }

  /** Lets time pass, in the order of what happens. */
  advance(by: Duration): void {
    const end = later(this.#now, by);
    for (;;) {
      const [packet] = this.#packets;
      const deadlines = this.nodes.map((node) => node.engine?.deadline);
      const timer = deadlines.reduce(earlier, undefined);
      const next = earlier(packet?.at, timer);
      if (next === undefined || next > end) break;
      this.#now = next > this.#now ? next : this.#now;
      if (packet !== undefined && packet.at <= next) {
        this.#packets.shift();
        this.#deliver(packet);
      } else {
        const due = this.nodes.find((node) => node.engine?.deadline === timer);
        assert(due !== undefined, "a deadline belongs to a node");
        this.#handle(due, { kind: "tick" });
      }
    }
    this.#now = end;
  }

  /** The nodes that hold the address ("192.0.2.100/32") in their kernel and can be reached. */
  owners(prefix: string): readonly SimulatedNode[] {
    return this.nodes.filter((node) => node.engine !== undefined && node.linkUp && node.held.has(prefix));
  }

  #handle(node: SimulatedNode, input: Input): void {
    const { engine } = node;
    if (engine === undefined) return;
    for (const effect of engine.handle(this.#now, input)) this.#perform(node, effect);
    if (node.isStopping && !engine.isLingering) node.engine = undefined;
    this.afterStep();
  }

  #perform(node: SimulatedNode, effect: Effect): void {
    if (effect.kind === "send") this.#send(node, effect);
    else if (effect.kind === "hold") {
      for (const address of effect.addresses) node.held.add(printPrefix(address.prefix));
    } else if (effect.kind === "release") {
      for (const address of effect.addresses) node.held.delete(printPrefix(address.prefix));
    } else if (effect.kind === "event" && effect.event.kind === "instance-state") {
      this.#log(`${node.name}: ${printEffect(effect)}`);
    }
  }

  #send(from: SimulatedNode, effect: Effect & { readonly kind: "send" }): void {
    if (!from.linkUp) return;
    const { source, destination, payload } = effect;
    const { least, most } = this.#behaviour.delay;
    for (const to of this.nodes) {
      if (to === from || this.#rng.chance(this.#behaviour.loss)) continue;
      const delay = microseconds(least + this.#rng.below(most - least + 1));
      this.#order += 1;
      this.#packets.push({ at: later(this.#now, delay), order: this.#order, from, to, source, destination, payload });
    }
    this.#packets.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  #deliver({ to, source, destination, payload }: Packet): void {
    if (!to.linkUp) return;
    if (!destination.isMulticast && !to.addresses.some((text) => text.startsWith(`${destination.toString()}/`))) return;
    this.#handle(to, {
      kind: "packet",
      interface: "eth0",
      family: source.family,
      mode: destination.isMulticast ? "multicast" : "unicast",
      packet: { source, destination, ttl: 255, payload },
    });
  }

  #log(line: string): void {
    this.trace.push(`${printDuration(elapsed(instant(0), this.#now))} ${line}`);
  }
}
