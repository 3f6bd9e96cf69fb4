import { Rng } from "../../src/base/rng.ts";
import { type Duration, milliseconds, seconds, sum } from "../../src/base/time.ts";

/** The machines, and the sync groups that live on all of them. */
export const nodeNames = ["node1", "node2", "node3", "node4"] as const;
export type NodeName = (typeof nodeNames)[number];
export const groupNames = ["A", "B"] as const;
export type GroupName = (typeof groupNames)[number];

/** What is done to a node. What has a `length` begins, lasts that long, and is over. */
export type Trouble =
  /** SIGKILL to the vrrp process; the supervisor replaces it. */
  | { readonly kind: "kill" }
  /** SIGTERM, a pause, and a new start. */
  | { readonly kind: "restart"; readonly length: Duration }
  /** Its link loses the carrier. */
  | { readonly kind: "cut"; readonly length: Duration }
  /** It hears no adverts, and is heard. */
  | { readonly kind: "deaf"; readonly length: Duration }
  /** It is not heard, and hears. */
  | { readonly kind: "mute"; readonly length: Duration }
  /** It does not hear the adverts of one other node. */
  | { readonly kind: "one-way"; readonly from: NodeName; readonly length: Duration }
  /** The check of group A fails. */
  | { readonly kind: "script"; readonly length: Duration }
  /** The tracked file of group B says that it must not be master. */
  | { readonly kind: "file"; readonly length: Duration }
  /** SIGHUP with another priority for one group. */
  | { readonly kind: "reload"; readonly group: GroupName; readonly priority: number }
  /** SIGSTOP to the vrrp process, and SIGCONT. */
  | { readonly kind: "freeze"; readonly length: Duration };

export type TroubleKind = Trouble["kind"];

/** `after`: from the beginning of the round. */
export type Step = { readonly after: Duration; readonly node: NodeName; readonly trouble: Trouble };

/** Troubles of different nodes, at most half of them, and how long they are left alone when all of it is over. */
export type Round = { readonly steps: readonly Step[]; readonly rest: Duration };

export type Plan = {
  readonly seed: number;
  /** By group and node, at the start. */
  readonly priorities: Readonly<Record<GroupName, Readonly<Record<NodeName, number>>>>;
  readonly rounds: readonly Round[];
};

const kinds: readonly TroubleKind[] = [
  "kill",
  "restart",
  "cut",
  "deaf",
  "mute",
  "one-way",
  "script",
  "file",
  "reload",
  "freeze",
];

/** A supervisor whose child dies again and again waits longer each time: a second between the first two deaths. */
const killsPerLife = 2;

const levels = [0, 1, 2, 3] as const;

/** Never the same on two nodes, and apart enough for the skew times to tell them apart. */
function priorityOf(node: NodeName, level: number): number {
  return 20 + 50 * level + 10 * nodeNames.indexOf(node);
}

/** From `least` to `least` and `more`, in whole milliseconds. */
function between(rng: Rng, least: number, more: number): Duration {
  return milliseconds(least + rng.below(more + 1));
}

/**
 * The troubles of a seed, enough for about `length` when each round is followed by `quiet` and a little more. Every
 * kind comes before any kind comes again.
 */
export function makePlan(seed: number, length: Duration, quiet: Duration): Plan {
  const rng = new Rng(seed);
  const deck = new Deck(rng);
  const kills = new Map<NodeName, number>();
  const rounds: Round[] = [];
  let planned = seconds(0);
  while (planned < length) {
    const nodes = shuffle(rng, nodeNames).slice(0, rng.chance(0.4) ? 2 : 1);
    const steps = nodes.map((node, index): Step => {
      const after = index === 0 ? seconds(0) : between(rng, 0, 800);
      return { after, node, trouble: spare(makeTrouble(rng, node, deck.draw()), node, kills, rng) };
    });
    const rest = sum(quiet, between(rng, 200, 600));
    rounds.push({ steps, rest });
    planned = sum(planned, ...steps.map(({ after }) => after), longest(steps), rest);
  }
  return { seed, priorities: { A: initial([3, 2, 1, 0]), B: initial([0, 1, 2, 3]) }, rounds };
}

/** A node whose vrrp process has died often enough gets a new supervisor instead. */
function spare(trouble: Trouble, node: NodeName, kills: Map<NodeName, number>, rng: Rng): Trouble {
  const { kind } = trouble;
  const before = kills.get(node) ?? 0;
  if (kind === "kill" && before >= killsPerLife) return spare(makeTrouble(rng, node, "restart"), node, kills, rng);
  if (kind === "kill") kills.set(node, before + 1);
  if (kind === "restart") kills.set(node, 0);
  return trouble;
}

function initial(places: readonly [number, number, number, number]): Readonly<Record<NodeName, number>> {
  const [first, second, third, fourth] = places;
  return {
    node1: priorityOf("node1", first),
    node2: priorityOf("node2", second),
    node3: priorityOf("node3", third),
    node4: priorityOf("node4", fourth),
  };
}

function makeTrouble(rng: Rng, node: NodeName, kind: TroubleKind): Trouble {
  switch (kind) {
    case "kill":
      return { kind };
    case "restart":
      return { kind, length: between(rng, 0, 1_000) };
    case "cut":
    case "deaf":
    case "mute":
      return { kind, length: between(rng, 100, 1_400) };
    case "one-way":
      return { kind, from: rng.pick(nodeNames.filter((each) => each !== node)), length: between(rng, 100, 1_400) };
    case "file":
      return { kind, length: between(rng, 100, 1_000) };
    case "script":
      // It is run once in a second.
      return { kind, length: between(rng, 1_100, 700) };
    case "reload":
      return { kind, group: rng.pick(groupNames), priority: priorityOf(node, rng.pick(levels)) };
    case "freeze":
      return { kind, length: between(rng, 100, 1_900) };
    default:
      return kind satisfies never;
  }
}

function longest(steps: readonly Step[]): Duration {
  return milliseconds(Math.max(...steps.map(({ trouble }) => ("length" in trouble ? trouble.length / 1_000 : 500))));
}

function shuffle<T>(rng: Rng, values: readonly T[]): readonly T[] {
  const rest = [...values];
  return values.flatMap(() => rest.splice(rng.below(rest.length), 1));
}

/** Kinds in random order, each once before any comes again. */
class Deck {
  readonly #rng: Rng;
  #cards: TroubleKind[] = [];

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  draw(): TroubleKind {
    if (this.#cards.length === 0) this.#cards = [...shuffle(this.#rng, kinds)];
    return this.#cards.pop() ?? "kill";
  }
}
