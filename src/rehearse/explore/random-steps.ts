import type { Rng } from "../../base/rng.ts";
import { type Duration, milliseconds, sum, times, zeroDuration } from "../../base/time.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import type { Fault, FaultKind, Scope } from "../faults/fault.ts";
import type { Action, Step } from "../story/story.ts";
import { type Trackable, trackableKey, trackablesOf } from "../trackables.ts";

const faultKinds: readonly FaultKind[] = ["loss", "delay", "duplication", "lateness"];

/** What random troubles are made for; `pace` is about how long the cluster needs to come to rest. */
export type Ground = {
  readonly plan: ClusterPlan;
  readonly pace: Duration;
  readonly interval: Duration;
  /** Troubles in one story. */
  readonly mostSteps: number;
};

/** A few steps of trouble, all drawn from `rng`: the same seed gives the same steps. */
export function randomSteps(rng: Rng, ground: Ground, beginsRunning: boolean): readonly Step[] {
  const maker = new StepMaker(rng, ground);
  const steps: Step[] = [];
  // What is wrong with a cluster at rest shows first.
  let at = beginsRunning ? sum(ground.interval, milliseconds(200 + rng.below(1000))) : zeroDuration;
  const add = (action: Action): void => {
    steps.push({ at, action });
    at = sum(at, maker.gap());
  };
  if (!beginsRunning) for (const action of maker.starts()) add(action);
  for (let count = 1 + rng.below(ground.mostSteps); count > 0; count -= 1) add(maker.next());
  return steps;
}

/** One node as the steps so far have left it. */
type Condition = {
  readonly node: string;
  readonly interfaces: readonly string[];
  readonly trackables: readonly Trackable[];
  isRunning: boolean;
  isMaintained: boolean;
  readonly down: Set<string>;
  readonly bad: Set<string>;
};

class StepMaker {
  readonly #rng: Rng;
  readonly #ground: Ground;
  readonly #conditions: readonly Condition[];
  readonly #faults = new Set<FaultKind>();

  constructor(rng: Rng, ground: Ground) {
    this.#rng = rng;
    this.#ground = ground;
    const { nodes, network } = ground.plan;
    this.#conditions = nodes.map(({ name, config }) => ({
      node: name,
      interfaces: (network.nodes.get(name)?.interfaces ?? []).filter((each) => each !== "lo"),
      // A story calls them by their names alone.
      trackables: trackablesOf(config).filter(
        (each, index, all) => all.findIndex(({ name: same }) => same === each.name) === index,
      ),
      isRunning: true,
      isMaintained: false,
      down: new Set(),
      bad: new Set(),
    }));
  }

  /**
   * Now and then at once or within an interval, more often while timers run, sometimes after everything has settled.
   */
  gap(): Duration {
    const { pace, interval } = this.#ground;
    const span = this.#rng.pick([zeroDuration, interval, times(pace, 0.25), times(pace, 0.5), pace]);
    return milliseconds(1 + this.#rng.below(Math.max(1, Math.floor(span / 1000))));
  }

  /** All nodes, in any order. */
  starts(): readonly Action[] {
    const rest = this.#ground.plan.nodes.map(({ name }) => name);
    return this.#conditions.flatMap(() =>
      rest.splice(this.#rng.below(rest.length), 1).map((node) => ({ kind: "start", node }) as const),
    );
  }

  next(): Action {
    const fault = this.#rng.pick([...faultKinds, ...notOfTheWire]);
    if (isFault(fault)) return this.#fault(fault);
    const condition = this.#rng.pick(this.#conditions);
    return fault === "pause" && condition.isRunning ? this.#pause(condition) : this.#trouble(condition);
  }

  /** Something breaks, or what is broken is mended. */
  #trouble(condition: Condition): Action {
    const { node, interfaces, trackables, down, bad } = condition;
    if (!condition.isRunning) {
      condition.isRunning = true;
      return { kind: "start", node };
    }
    const kind = this.#rng.pick(["kill", "kill", "stop", "link", "link", "tracked", "tracked", "maintenance"] as const);
    if (kind === "link" && interfaces.length > 0) {
      const name = this.#rng.pick(interfaces);
      if (down.delete(name)) return { kind: "plug", node, interfaces: [name] };
      down.add(name);
      return { kind: "cut", node, interfaces: [name] };
    }
    if (kind === "tracked" && trackables.length > 0) {
      const trackable = this.#rng.pick(trackables);
      if (bad.delete(trackableKey(trackable))) return { kind: "recover", node, trackable };
      bad.add(trackableKey(trackable));
      return { kind: trackable.kind === "script" && this.#rng.chance(0.3) ? "hang" : "fail", node, trackable };
    }
    if (kind === "maintenance") {
      condition.isMaintained = !condition.isMaintained;
      return { kind: condition.isMaintained ? "maintenance-on" : "maintenance-off", node };
    }
    condition.isRunning = false;
    return { kind: kind === "stop" ? "stop" : "kill", node };
  }

  #pause({ node }: Condition): Action {
    return { kind: "pause", node, length: milliseconds(1 + this.#rng.below(Math.floor(this.#ground.pace / 1000))) };
  }

  /** What is wrong already is over. */
  #fault(kind: FaultKind): Action {
    if (this.#faults.delete(kind)) return { kind: "mend", what: kind };
    this.#faults.add(kind);
    return { kind: "fault", fault: this.#makeFault(kind) };
  }

  /** Delays and late timers stay well below an interval: what is more is loss in another form. */
  #makeFault(kind: FaultKind): Fault {
    const slow = Math.max(2, Math.floor(this.#ground.interval / 4000));
    switch (kind) {
      case "loss":
        return { kind, scope: this.#scope(), share: this.#rng.pick([0.05, 0.3, 0.7, 1]) };
      case "duplication":
        return { kind, scope: this.#scope(), share: this.#rng.pick([0.1, 0.5, 1]) };
      case "delay": {
        const fixed = milliseconds(this.#rng.below(slow));
        return { kind, scope: this.#scope(), fixed, jitter: milliseconds(1 + this.#rng.below(slow)) };
      }
      case "lateness": {
        const { node } = this.#rng.pick(this.#conditions);
        const upTo = milliseconds(1 + this.#rng.below(slow));
        return { kind, node: this.#rng.chance(0.5) ? node : undefined, upTo };
      }
      default:
        return kind satisfies never;
    }
  }

  /** Everywhere, from one node, to one node, or on the way from one to another. */
  #scope(): Scope {
    const { node: from } = this.#rng.pick(this.#conditions);
    const { node: to } = this.#rng.pick(this.#conditions);
    const scopes: readonly Scope[] = [{}, { from }, { to }, from === to ? { from } : { from, to }];
    return this.#rng.pick(scopes);
  }
}

/** What is no fault of the wire, as often as it should be compared with those. */
const notOfTheWire = ["pause", "trouble", "trouble", "trouble", "trouble", "trouble", "trouble", "trouble"] as const;

function isFault(kind: FaultKind | (typeof notOfTheWire)[number]): kind is FaultKind {
  return kind !== "pause" && kind !== "trouble";
}
