import assert from "node:assert/strict";

import { type Duration, elapsed, type Instant, milliseconds, sum, toSeconds } from "../../src/base/time.ts";
import { Owners, Topology, wallClock, type WireCapture } from "../../src/lab/index.ts";
import { ownAddresses, virtualAddresses } from "./configuration.ts";
import { AdvertFilter } from "./advert-filter.ts";
import { judgeAnnouncements } from "./announcements.ts";
import { judgeHeirs } from "./heirs.ts";
import { type Bounds, type Disturbance, judge, type Observation, type Violation } from "./judge.ts";
import { last, type LogLine, Machine } from "./machine.ts";
import {
  type GroupName,
  type NodeName,
  nodeNames,
  type Plan,
  type Round,
  type Step,
  type TroubleKind,
} from "./plan.ts";

/** Of all instances. */
const interval = milliseconds(100);

/** RFC 9568 §6.1: three intervals and the longest skew there is. */
const downInterval = milliseconds(400);

/** From something having happened on a busy machine to a daemon having seen it, and to the lab having seen that. */
const reaction = milliseconds(500);

/** A backup that was late itself listens one interval more. */
export const bounds: Bounds = {
  silence: sum(downInterval, interval, reaction),
  contest: sum(interval, reaction),
  settling: sum(downInterval, interval, interval, reaction),
  announcing: reaction,
};

/** Troubles that excuse nothing, because nobody may notice them. */
const unnoticed: ReadonlySet<TroubleKind> = new Set<TroubleKind>(["kill"]);

export type Outcome = {
  readonly seen: Observation;
  readonly violations: readonly Violation[];
  /** What the daemons said. */
  readonly logs: readonly LogLine[];
};

/** By group: who has the highest priority. */
type Heirs = Readonly<Record<GroupName, NodeName>>;

/** Four nodes that a plan is played on. */
export class Chaos {
  readonly lab: Topology;
  readonly #plan: Plan;
  readonly #owners: Owners;
  readonly #wire: WireCapture;
  readonly #machines: ReadonlyMap<NodeName, Machine>;
  readonly #disturbances: Disturbance[] = [];
  readonly #checkpoints: { readonly at: Instant; readonly heirs: Heirs }[] = [];
  readonly #tell: (line: string) => void;

  private constructor(
    plan: Plan,
    lab: Topology,
    filter: AdvertFilter,
    parts: [Owners, WireCapture],
    tell: (line: string) => void,
  ) {
    this.#plan = plan;
    this.lab = lab;
    [this.#owners, this.#wire] = parts;
    this.#tell = tell;
    this.#machines = new Map(
      nodeNames.map((name) => {
        const priorities = { A: plan.priorities.A[name], B: plan.priorities.B[name] };
        return [name, new Machine(name, lab, filter, priorities)];
      }),
    );
  }

  /** Builds the network. `tell` hears what is done, line by line. */
  static async open(plan: Plan, tell: (line: string) => void): Promise<Chaos> {
    const nodes = nodeNames.map((name) => {
      const { v4, v6, local } = ownAddresses(name);
      return [name, { interfaces: { eth0: { addresses: [`${v4}/24`, `${v6}/64`, `${local}/64`] } } }] as const;
    });
    const lab = await Topology.open({ nodes: Object.fromEntries(nodes) });
    try {
      const filter = await AdvertFilter.open(lab);
      return new Chaos(plan, lab, filter, [await Owners.watch(lab.nodes), await lab.capture()], tell);
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /** Plays the plan, stops all daemons, and judges what was seen. */
  async play(): Promise<Outcome> {
    await Promise.all([...this.#machines.values()].map(async (machine) => machine.start()));
    await this.#settle();
    // The clocks of those who look are not the same to the millisecond.
    await last(interval);
    const begin = wallClock();
    this.#tell("everything is in its place");
    for (const round of this.#plan.rounds) await this.#round(round, begin);
    const end = wallClock();
    await this.#settle();
    for (const machine of this.#machines.values()) await machine.stop();
    for (const address of virtualAddresses.keys()) await this.#owners.awaitHolders(address, []);
    const changes = [...this.#owners.timeline()].sort((a, b) => a.time - b.time);
    const seen = {
      begin,
      end,
      nodes: nodeNames,
      addresses: virtualAddresses,
      changes: changes.filter(({ address }) => virtualAddresses.has(address)),
      disturbances: this.#disturbances,
      checkpoints: this.#checkpoints,
    };
    const logs = [...this.#machines.values()].flatMap(({ log }) => log).sort((a, b) => a.time - b.time);
    const macs = new Map(nodeNames.map((name) => [name, this.lab.node(name).mac("eth0")]));
    const unannounced = judgeAnnouncements(seen, this.#wire.events, macs, bounds);
    return { seen, violations: [...judge(seen, bounds), ...judgeHeirs(seen), ...unannounced], logs };
  }

  async close(): Promise<void> {
    await this.lab.close();
  }

  async #round({ steps, rest }: Round, begin: Instant): Promise<void> {
    await Promise.all(steps.map(async (step) => this.#step(step, begin)));
    await last(rest);
    this.#checkpoints.push({ at: wallClock(), heirs: this.#heirs });
  }

  async #step({ after, node, trouble }: Step, begin: Instant): Promise<void> {
    await last(after);
    const machine = this.#machines.get(node);
    assert.ok(machine !== undefined);
    const from = wallClock();
    this.#tell(`+${toSeconds(elapsed(begin, from)).toFixed(3)}s ${node} ${JSON.stringify(trouble)}`);
    await machine.suffer(trouble);
    const until = wallClock();
    if (unnoticed.has(trouble.kind)) return;
    this.#disturbances.push({
      kind: trouble.kind,
      node,
      from,
      until,
      ...groupOf(trouble.kind === "reload" ? trouble.group : trouble.kind),
      ...(trouble.kind === "cut" && { unreachable: true }),
    });
  }

  /** Waits until the heirs have everything: nothing is in anybody's way. */
  async #settle(): Promise<void> {
    const heirs = this.#heirs;
    await Promise.all(
      [...virtualAddresses].map(async ([address, group]) => this.#owners.awaitOwner(address, heirs[group])),
    );
  }

  get #heirs(): Heirs {
    return { A: this.#best("A"), B: this.#best("B") };
  }

  #best(group: GroupName): NodeName {
    const [best] = [...this.#machines.values()].sort((a, b) => b.priorities[group] - a.priorities[group]);
    assert.ok(best !== undefined);
    return best.name;
  }
}

/** The group that a trouble concerns, if it is one only. */
function groupOf(what: string): { readonly group?: string } {
  if (what === "A" || what === "script") return { group: "A" };
  return what === "B" || what === "file" ? { group: "B" } : {};
}

/** From the beginning of a round's end to the next round, at least. */
export const quiet: Duration = bounds.settling;
