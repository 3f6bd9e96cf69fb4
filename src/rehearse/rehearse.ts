import { type Duration, elapsed, instant, later, microseconds, milliseconds, times } from "../base/time.ts";
import { buildWorld, type ClusterPlan } from "./cluster-plan.ts";
import {
  describeFailure,
  describeReturn,
  type Failure,
  failuresOf,
  mend,
  type PlainFailure,
  scriptTroubles,
  strike,
} from "./events.ts";
import { type Outcome, outcomesBetween } from "./outcome.ts";
import { advertsIn, patience, rhythm } from "./patience.ts";
import { type Deed, Film } from "./picture/film.ts";
import type { Scene } from "./picture/scene.ts";
import { rehearseServers, type ServersRehearsal } from "./servers/rehearse-servers.ts";
import { startAddresses } from "./servers/start-addresses.ts";
import { type Service, servicesOf } from "./services.ts";
import { startOrders } from "./start-orders.ts";
import type { Moment } from "./chronicle.ts";
import type { World } from "./world.ts";

/** Between the starts of two nodes, where all are started. */
const startGap = milliseconds(10);
/** At how many points of the rhythm a failure is tried, and at how many moments that may be the worst. */
const usualPhases = 8;
const mostMoments = 6;
/** Adverts that the phases of one failure may cost: a cluster with very many gets fewer phases. */
const advertBudget = 100_000;
/** Pairs of failures that are tried. */
export const mostPairs = 2000;

/** Lengths of time over all the phases in which a failure was tried. */
export type Spread = { readonly worst: Duration; readonly expected: Duration };

/** What one service suffers from one event: the outcome of the worst phase, and how it spreads. */
export type Effect = { readonly outcome: Outcome; readonly nobody: Spread; readonly settledAfter: Spread };

/** One event and what it did; where a failure has a return, `back` is that. */
export type Rehearsed = {
  readonly failure: Failure;
  readonly text: string;
  readonly effects: readonly Effect[];
  readonly back: Back;
  /** Of the phase in which the addresses were away for longest. All scenes: where they are asked for. */
  readonly scene: Scene | undefined;
};
export type Back = {
  readonly text: string;
  readonly outcomes: readonly Outcome[];
  readonly scene: Scene | undefined;
};

/** Two failures, one after the other, and who had what then. */
export type RehearsedPair = {
  readonly failures: readonly [Failure, Failure];
  readonly outcomes: readonly Outcome[];
  readonly scene: Scene | undefined;
};

/** Nodes started in this order, one after the other has settled. */
export type RehearsedStart = {
  readonly order: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly scene: Scene | undefined;
};

export type RehearsedReload = {
  readonly node: string;
  readonly outcomes: readonly Outcome[];
  readonly scene: Scene | undefined;
};

export type Rehearsal = {
  readonly plan: ClusterPlan;
  readonly services: readonly Service[];
  readonly starts: readonly RehearsedStart[];
  readonly events: readonly Rehearsed[];
  /** Scripts that hang or alternate: not told one by one. */
  readonly troubles: readonly Rehearsed[];
  /** With a depth of 2. */
  readonly pairs: readonly RehearsedPair[];
  readonly pairsLeftOut: number;
  /** One node after the other, where there are files to change to. */
  readonly reloads: readonly RehearsedReload[];
  /** How long each event was watched. */
  readonly patience: Duration;
  /** Orders of operators that were refused, by node. */
  readonly refused: ReadonlySet<string>;
  /** Real servers that fail; undefined: there are no virtual servers. */
  readonly servers: ServersRehearsal | undefined;
};

/**
 * `phases`: at how many points of the rhythm each failure is tried; of few the worst moments are not looked for.
 * `draws`: with a scene of everything.
 */
export type RehearsalOptions = { readonly depth?: 1 | 2; readonly phases?: number; readonly draws?: boolean };

/**
 * Everything that can happen to a cluster, one at a time (`depth` 2: also two at a time), each from the same beginning.
 */
export function rehearse(
  plan: ClusterPlan,
  { depth = 1, phases = usualPhases, draws = false }: RehearsalOptions = {},
): Rehearsal {
  const stage = new Stage(plan, phases, draws);
  const failures = failuresOf(plan);
  const events = failures.map((failure) => stage.rehearse(failure));
  const everyPair = depth === 2 ? pairsOf(failures) : [];
  const pairs = everyPair.slice(0, mostPairs).map((pair) => stage.rehearsePair(pair));
  const starts = startOrders(plan.nodes.map(({ name }) => name)).map((order) => stage.rehearseStart(order));
  return {
    plan,
    services: stage.services,
    starts,
    events,
    troubles: scriptTroubles(plan).map((failure) => stage.rehearse(failure)),
    pairs,
    pairsLeftOut: everyPair.length - pairs.length,
    reloads: stage.rehearseReloads(),
    patience: stage.patience,
    refused: stage.refused,
    servers: rehearseServers(plan, (node) => startAddresses(starts, node), depth),
  };
}

function pairsOf(failures: readonly PlainFailure[]): readonly (readonly [PlainFailure, PlainFailure])[] {
  return failures.flatMap((first) =>
    failures
      .filter((second) => second !== first && !contains(first, second) && !contains(second, first))
      .map((second) => [first, second] as const),
  );
}

/** What is gone with its node cannot fail besides. */
function contains(first: PlainFailure, second: PlainFailure): boolean {
  return first.node === second.node && (first.kind === "node" || first.kind === "daemon");
}

/** Builds the cluster anew for each thing that is tried. */
class Stage {
  readonly services: readonly Service[];
  readonly patience: Duration;
  readonly refused = new Set<string>();
  readonly #plan: ClusterPlan;
  readonly #rhythm: Duration;
  readonly #phases: number;
  readonly #draws: boolean;

  constructor(plan: ClusterPlan, phases: number, draws: boolean) {
    this.#plan = plan;
    this.#draws = draws;
    this.services = servicesOf(plan.nodes);
    this.patience = patience(plan);
    this.#rhythm = rhythm(plan);
    const cost = advertsIn(plan, times(this.patience, 2));
    this.#phases = Math.min(phases, Math.max(1, Math.floor(advertBudget / cost)));
  }

  rehearse(failure: Failure): Rehearsed {
    const uniform = Array.from({ length: this.#phases }, (_, index) => times(this.#rhythm, index / this.#phases));
    const [first = microseconds(0), ...others] = uniform;
    const main = this.#try(failure, first, true);
    const tries = [main, ...others.map((offset) => this.#try(failure, offset, false))];
    const worst = this.#worstMoments(failure).map((offset) => this.#try(failure, offset, false));
    const effects = this.services.map((_, index) => effectOf(index, tries, worst));
    return {
      failure,
      text: describeFailure(failure),
      effects,
      back: { text: describeReturn(failure), outcomes: main.back, scene: main.backScene },
      scene: gravest([...tries, ...worst])?.scene,
    };
  }

  rehearsePair(failures: readonly [Failure, Failure]): RehearsedPair {
    const world = this.#begin();
    const film = this.#film(world);
    const from = world.now;
    for (const failure of failures) {
      film?.note(deedOf(failure, "strike"));
      strike(world, failure);
      world.advance(this.patience);
    }
    const outcomes = outcomesBetween(world, this.services, from, world.now);
    // Of thousands only those are looked at that cost an address, or give it to several.
    const isTelling = outcomes.some(({ before, after }) => before.length === 1 && after.length !== 1);
    return { failures, outcomes, scene: isTelling ? film?.take(from, world.now) : undefined };
  }

  rehearseStart(order: readonly string[]): RehearsedStart {
    const world = buildWorld(this.#plan);
    const film = this.#film(world);
    for (const node of order) {
      film?.note({ text: `${node} starts`, node, power: "on" });
      world.start(node);
      world.advance(this.patience);
    }
    return {
      order,
      outcomes: outcomesBetween(world, this.services, instant(0), world.now),
      scene: film?.take(instant(0), world.now),
    };
  }

  rehearseReloads(): readonly RehearsedReload[] {
    const changed = this.#plan.nodes.flatMap(({ name, next }) => (next === undefined ? [] : [{ name, next }]));
    if (changed.length === 0) return [];
    const world = this.#begin();
    const services = servicesOf([
      ...this.#plan.nodes,
      ...changed.map(({ name, next }) => ({ name, config: next, next: undefined })),
    ]);
    const film = this.#film(world, services);
    return changed.map(({ name, next }) => {
      const from = world.now;
      film?.note({ text: `${name} reloads`, node: name, power: undefined });
      world.reload(name, next);
      world.advance(this.patience);
      const outcomes = outcomesBetween(world, services, from, world.now);
      return { node: name, outcomes, scene: film?.take(from, world.now) };
    });
  }

  #try(failure: Failure, offset: Duration, returns: boolean): Try {
    const world = this.#begin();
    world.advance(offset);
    const film = this.#film(world);
    film?.note(deedOf(failure, "strike"));
    const { outcomes, scene } = this.#watch(world, film, () => strike(world, failure));
    if (failure.kind === "maintenance" && world.chronicle.refusals.length > 0) this.refused.add(failure.node);
    if (!returns) return { outcomes, scene, back: [], backScene: undefined };
    film?.note(deedOf(failure, "mend"));
    const back = this.#watch(world, film, () => mend(world, failure));
    return { outcomes, scene, back: back.outcomes, backScene: back.scene };
  }

  #watch(world: World, film: Film | undefined, act: () => void): Pick<Try, "outcomes" | "scene"> {
    const from = world.now;
    act();
    world.advance(this.patience);
    return {
      outcomes: outcomesBetween(world, this.services, from, world.now),
      scene: film?.take(from, world.now),
    };
  }

  #film(world: World, services = this.services): Film | undefined {
    return this.#draws ? new Film(world, this.#plan, services) : undefined;
  }

  /** All nodes run and have settled. */
  #begin(): World {
    const world = buildWorld(this.#plan);
    for (const { name } of this.#plan.nodes) {
      world.start(name);
      world.advance(startGap);
    }
    world.advanceTo(later(instant(0), this.patience));
    return world;
  }

  /** Right after the node has said something, or a script has: what comes next is the furthest away. */
  #worstMoments({ node }: Failure): readonly Duration[] {
    if (this.#phases < usualPhases) return [];
    const world = this.#begin();
    const from = world.now;
    const moments: Moment[] = [];
    world.chronicle.watchMoments((moment) => moments.push(moment));
    world.advance(this.#rhythm);
    const after = new Set(moments.filter((each) => each.node === node).map(({ at }) => elapsed(from, at) + settling));
    return Array.from(after, (offset) => microseconds(offset)).slice(0, mostMoments);
  }
}

/** What an advert needs to arrive, and a little more. */
const settling = 200;

type Try = {
  readonly outcomes: readonly Outcome[];
  readonly scene: Scene | undefined;
  readonly back: readonly Outcome[];
  readonly backScene: Scene | undefined;
};

function deedOf(failure: Failure, what: "strike" | "mend"): Omit<Deed, "at"> {
  const isPower = failure.kind === "node" || (failure.kind === "daemon" && what === "mend");
  return {
    text: what === "strike" ? describeFailure(failure) : describeReturn(failure),
    node: failure.node,
    power: isPower ? (what === "strike" ? "off" : "on") : undefined,
  };
}

/** The one in which addresses were away for longest, or moved for longest. */
function gravest(tries: readonly Try[]): Try | undefined {
  const [first, ...others] = tries;
  if (first === undefined) return undefined;
  const worst = ({ outcomes }: Try): Outcome | undefined => outcomes.toSorted((a, b) => (isWorse(a, b) ? -1 : 1))[0];
  return others.reduce((bad, each) => {
    const [a, b] = [worst(each), worst(bad)];
    return a !== undefined && b !== undefined && isWorse(a, b) ? each : bad;
  }, first);
}

function effectOf(index: number, uniform: readonly Try[], worst: readonly Try[]): Effect {
  const outcomes = (tries: readonly Try[]): readonly Outcome[] =>
    tries.flatMap((each) => each.outcomes.slice(index, index + 1));
  const [first, ...others] = [...outcomes(uniform), ...outcomes(worst)];
  if (first === undefined) throw new Error("a failure is tried at least once");
  const outcome = others.reduce((bad, each) => (isWorse(each, bad) ? each : bad), first);
  const spread = (value: (each: Outcome) => Duration): Spread => {
    const values = outcomes(uniform).map(value);
    const sum = values.reduce((so, each) => so + each, 0);
    const all = [first, ...others].map(value);
    return { worst: microseconds(Math.max(...all)), expected: microseconds(sum / values.length) };
  };
  return {
    outcome,
    nobody: spread((each) => each.nobody),
    settledAfter: spread((each) => each.settledAfter ?? microseconds(0)),
  };
}

function isWorse(a: Outcome, b: Outcome): boolean {
  if (a.nobody !== b.nobody) return a.nobody > b.nobody;
  return (a.settledAfter ?? 0) > (b.settledAfter ?? 0);
}
