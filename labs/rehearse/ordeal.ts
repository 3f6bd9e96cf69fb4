import assert from "node:assert/strict";
import { setTimeout as pass } from "node:timers/promises";

import {
  elapsed,
  instant,
  type Instant,
  later,
  milliseconds,
  printDuration,
  seconds,
  times,
} from "../../src/base/time.ts";
import { Owners, Topology, wallClock, type WireCapture } from "../../src/lab/index.ts";
import { describeFailure, describeReturn, type PlainFailure } from "../../src/rehearse/events.ts";
import { type Service, servicesOf } from "../../src/rehearse/services.ts";
import type { InstanceConfig } from "../../src/vrrp/config.ts";
import type { Deployment } from "./deployment.ts";
import type { Gate } from "./gate.ts";
import { Hand } from "./hand.ts";
import type { Metronome } from "./metronome.ts";
import { nameSwitch, topologyOf } from "./network.ts";
import { type Beat, type History, lastChange, predict } from "./prediction.ts";
import { Reality } from "./reality.ts";
import { downTime, longestRhythm, scriptOf, span } from "./span.ts";
import { next, until } from "./waiting.ts";
import { type Comparison, compare, courseOf } from "./verdict.ts";

/** What came of one prediction for one address. */
export type Row = Comparison & { readonly deployment: string; readonly event: string; readonly address: string };

/** What is carried out. `isBrief`: once all has come that was foretold, nothing else is waited for. */
export type Trial = { readonly deployment: Deployment; readonly failure: PlainFailure; readonly isBrief: boolean };

/** What all have together: `starts` lets so many daemons start at a time. */
export type Tools = { readonly starts: Gate; readonly metronome: Metronome };

type Watch = readonly [Owners, readonly WireCapture[]];

/** A daemon that has just started is not as quick as it will be, and neither is the machine. */
const settling = seconds(2);
/** After the last change that was predicted: another one might come. */
const watchfulness = milliseconds(500);

/**
 * One failure of a rehearsal, and its end, carried out for real in a network of its own: the one that the rehearsal has
 * taken the files for.
 */
export class Ordeal {
  readonly #deployment: Deployment;
  readonly #failure: PlainFailure;
  readonly #isBrief: boolean;
  readonly #lab: Topology;
  readonly #wires: readonly WireCapture[];
  readonly #reality: Reality;
  readonly #owners: Owners;
  readonly #hand: Hand;
  readonly #tools: Tools;
  readonly #services: readonly Service[];
  /** By service: what tells at which point of its rhythm the failure came. */
  #beats: ReadonlyMap<Service, Beat> = new Map();
  #history: History = { begins: [] };

  private constructor({ deployment, failure, isBrief }: Trial, tools: Tools, lab: Topology, watch: Watch) {
    this.#deployment = deployment;
    this.#failure = failure;
    this.#isBrief = isBrief;
    this.#tools = tools;
    this.#lab = lab;
    [this.#owners, this.#wires] = watch;
    this.#reality = new Reality(this.#owners, this.#wires, lab.nodes);
    this.#hand = new Hand(deployment, lab, tools.starts, this.#reality);
    this.#services = servicesOf(deployment.plan.nodes);
  }

  static async open(trial: Trial, tools: Tools): Promise<Ordeal> {
    const { deployment } = trial;
    const lab = await Topology.open(topologyOf(deployment.plan));
    try {
      const names = deployment.plan.network.segments.map((_, index) => nameSwitch(index));
      const wires = await Promise.all(names.map(async (name) => lab.capture(name)));
      return new Ordeal(trial, tools, lab, [await Owners.watch(lab.nodes), wires]);
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#lab.close();
  }

  /** What the daemons that run now have said since the failure, to explain what came otherwise. */
  get journal(): readonly string[] {
    const since = this.#history.failure?.at ?? wallClock();
    return this.#hand.machines.flatMap(({ node }) =>
      node.daemon.log
        .filter(({ time, text }) => time >= since - seconds(1) && !/gratuitous ARP/u.test(text))
        .map(({ time, text }) => `+${printDuration(elapsed(since, time))} ${node.name}: ${text}`),
    );
  }

  /** Starts all nodes, one after the other. */
  async start(): Promise<void> {
    await this.#hand.prepare();
    for (const { name: node } of this.#deployment.plan.nodes) {
      const at = await this.#hand.start(node);
      this.#history = { ...this.#history, begins: [...this.#history.begins, { node, at }] };
    }
  }

  /**
   * Waits until every address is where the rehearsal has it, and the daemons have done what they do after their start.
   * Then a whole rhythm passes: a move just before the failure here might come just after it in the rehearsal.
   */
  async settle(): Promise<void> {
    const { plan } = this.#deployment;
    const started = this.#history.begins.reduce((last, { at }) => (at > last ? at : last), instant(0));
    await until(later(started, settling));
    const horizon = later(wallClock(), times(downTime(plan), 3));
    const prediction = predict(plan, this.#history, horizon);
    const [first = { at: wallClock() }] = this.#history.begins;
    for (const service of this.#services) {
      const foretold = lastChange(prediction, service, first.at);
      await until(foretold);
      const owners = prediction.timeline.owners(service.address, horizon);
      await this.#owners.awaitHolders(service.address, owners);
      const moved = this.#owners.timeline(service.address).at(-1)?.time ?? foretold;
      await until(later(moved > foretold ? moved : foretold, longestRhythm(plan)));
    }
  }

  /** The failure comes at this part of the rhythm (0 to 1). */
  async suffer(part: number): Promise<readonly Row[]> {
    const failure = this.#failure;
    const script = await this.#awaitMoment(part);
    const masters = new Map(this.#services.map((each) => [each, this.#owners.holders(each.address)] as const));
    const at = await this.#hand.strike(failure);
    // What was on the wire by then has been read by now.
    await pass(50);
    const beats = this.#services.flatMap((service) => {
      const beat = script ?? this.#lastAdvert(service, masters.get(service) ?? [], at);
      return beat === undefined ? [] : [[service, beat] as const];
    });
    this.#beats = new Map(beats);
    this.#history = { ...this.#history, failure: { failure, at } };
    return this.#watch(at, describeFailure(failure));
  }

  /** All is well again. */
  async recover(): Promise<readonly Row[]> {
    const mended = await this.#hand.mend(this.#failure, async () => this.#awaitMoment(0.5));
    this.#history = { ...this.#history, mended };
    return this.#watch(mended, describeReturn(this.#failure));
  }

  /**
   * Away from the adverts of the node and from the runs of its scripts: which of the two comes first would be chance.
   * Resolves with the last run, where the failure is one of a script.
   */
  async #awaitMoment(part: number): Promise<Beat | undefined> {
    const { node } = this.#failure;
    const script = scriptOf(this.#deployment.plan, this.#failure);
    if (script === undefined) {
      const { interval, at = wallClock() } = this.#rhythmOf(node);
      await until(next(at, interval, 0.15 + 0.7 * part));
      return undefined;
    }
    const { name, interval } = script;
    const at = (await this.#hand.machine(node).lastRun(name)) ?? assert.fail(`${name} has never run on ${node}`);
    await until(next(at, interval, 0.3 + 0.5 * part));
    return { what: "script", node, name, at, interval };
  }

  /** Of the adverts of the first service that the node has now, or else of the first of all. */
  #rhythmOf(node: string): Pick<Beat, "interval"> & { readonly at?: Instant } {
    const own = this.#services.find(({ address }) => this.#owners.holders(address).includes(node));
    const [first = assert.fail("there is no address")] = this.#services;
    const last = own === undefined ? undefined : this.#lastAdvert(own, [node], wallClock());
    return last ?? { interval: this.#instance(first, node).config.advertInterval };
  }

  /** Foretells what comes of it, lets that come, and compares. */
  async #watch(at: Instant, event: string): Promise<readonly Row[]> {
    const { name, plan } = this.#deployment;
    const failure = this.#failure;
    const horizon = later(at, times(span(plan, failure), 2));
    const foretold = this.#services.map((service) => {
      const prediction = predict(plan, this.#history, horizon, this.#beats.get(service));
      return { service, prediction, last: lastChange(prediction, service, at) };
    });
    const last = foretold.reduce((latest, each) => (each.last > latest ? each.last : latest), at);
    const come = later(last, watchfulness);
    const all = later(at, span(plan, failure));
    const end = last > at && (this.#isBrief || come > all) ? come : all;
    await until(end);
    const late = await this.#tools.metronome.lateness(at, end);
    // What was foretold for the end may come as much later.
    const stop = later(end, late);
    await until(stop);
    return foretold.flatMap(({ service, prediction: { timeline, shift } }) => {
      const predicted = courseOf(timeline, service.address, later(at, shift), later(stop, shift));
      const [node = ""] = service.instances.keys();
      const { advertInterval } = this.#instance(service, node).config;
      return service.addresses.map((address) => {
        const measured = courseOf(this.#reality.timeline(address), address, at, stop);
        return { deployment: name, event, address, ...compare(predicted, measured, advertInterval, late) };
      });
    });
  }

  /** The last one until then of the one that has the addresses. */
  #lastAdvert(service: Service, masters: readonly string[], before: Instant): Beat | undefined {
    for (const node of masters) {
      const { name, config } = this.#instance(service, node);
      const sourceMac = this.#hand.machine(node).node.mac(config.interface);
      const adverts = this.#wireOf(node, config.interface).adverts({ sourceMac, vrid: config.vrid });
      const last = adverts.findLast(({ time }) => time <= before);
      if (last !== undefined) return { what: "advert", node, name, at: last.time, interval: config.advertInterval };
    }
    return undefined;
  }

  #instance(service: Service, node: string): { readonly name: string; readonly config: InstanceConfig } {
    const name = service.instances.get(node);
    const { instances } = this.#deployment.plan.nodes.find((each) => each.name === node)?.config ?? { instances: [] };
    const config = instances.find((each) => each.name === name);
    assert.ok(name !== undefined && config !== undefined, `${node} has no instance for ${service.label}`);
    return { name, config };
  }

  #wireOf(node: string, name: string): WireCapture {
    const { segments } = this.#deployment.plan.network;
    const index = segments.findIndex(({ ports }) =>
      ports.some((port) => port.node === node && port.interface === name),
    );
    return this.#wires[index] ?? assert.fail(`${name} of ${node} is on no switch`);
  }
}
