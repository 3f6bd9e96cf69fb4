import type { IpAddress } from "../../base/ip-address.ts";
import { ownerPriority } from "../../vrrp/config.ts";
import { standingOf } from "./standing.ts";
import type { Tracker } from "./trackers.ts";

/** One instance of a node, as far as elections go. */
export type Claim = {
  readonly priority: number;
  readonly preempt: boolean;
  readonly trackers: readonly Tracker[];
  /** What it sends from; undefined: the files do not tell. */
  readonly source: IpAddress | undefined;
};

/** A node with an instance for each virtual router that moves together: in the same order for all contestants. */
export type Contestant = { readonly node: string; readonly claims: readonly Claim[] };

/** A contestant at one moment: the effective priorities of its instances; undefined while it is in FAULT. */
export type Entrant = { readonly contestant: Contestant; readonly priorities: readonly number[] | undefined };

/** An entrant that can be master. */
export type Rival = { readonly contestant: Contestant; readonly priorities: readonly number[] };

/** Who is master; of several the source addresses decide, which the files do not tell. */
export type Outcome =
  | { readonly kind: "master"; readonly node: string }
  | { readonly kind: "tie"; readonly nodes: readonly string[] }
  /** Each leads in another of the routers that move together: beginning at once, they take them from one another. */
  | { readonly kind: "contested"; readonly nodes: readonly string[] }
  /** All of them at once: they do not hear each other. */
  | { readonly kind: "split"; readonly nodes: readonly string[] }
  | { readonly kind: "nobody" };

/** A fault of one member is one of the whole sync group (section 30 of the reference, rule 21). */
export function enter(contestant: Contestant, failing: (tracker: Tracker) => boolean): Entrant {
  const standings = contestant.claims.map(({ priority, trackers }) => standingOf(priority, trackers, failing));
  const priorities = standings.filter((standing) => standing !== "fault");
  return { contestant, priorities: priorities.length === standings.length ? priorities : undefined };
}

/** Before anything but the interfaces has reported: then weights do not count yet. */
export function enterUnreported(contestant: Contestant): Entrant {
  const claims = contestant.claims.map((claim) => ({
    ...claim,
    trackers: claim.trackers.filter(({ kind }) => kind === "interface"),
  }));
  return { ...enter({ ...contestant, claims }, () => false), contestant };
}

/** Those that are not in FAULT. */
export function rivalsAmong(entrants: readonly Entrant[]): readonly Rival[] {
  return entrants.flatMap(({ contestant, priorities }) =>
    priorities === undefined ? [] : [{ contestant, priorities }],
  );
}

/** Who becomes master where there is none. */
export function elect(rivals: readonly Rival[]): Outcome {
  return resolve(firstOf(rivals), rivals);
}

/**
 * The rivals whose down timers end first, which are those with the highest priority; of a sync group all timers have to
 * end, so that its lowest priority counts (RFC 9568 §6.1, Skew_Time). Nodes that differ in down_timer_adverts, and
 * backups some of whose timers have ended before, are not told apart.
 */
export function firstOf(rivals: readonly Rival[]): readonly Rival[] {
  const highest = Math.max(...rivals.map(lowest));
  return rivals.filter((rival) => lowest(rival) === highest);
}

/** Who is left of several that have become master at once, and then of those who may take over. */
export function resolve(masters: readonly Rival[], rivals: readonly Rival[]): Outcome {
  const unbeaten = masters.filter((rival) => !masters.some((other) => winsAgainst(other, rival)));
  const left = unbeaten.length === 0 ? masters : unbeaten;
  const outcomes = left.map((master) => settle(master, rivals));
  const nodes = Array.from(new Set(outcomes.flatMap(mastersOf)));
  const [node] = nodes;
  if (node === undefined) return { kind: "nobody" };
  if (nodes.length === 1) return { kind: "master", node };
  const isTie = left.every(({ priorities }) =>
    priorities.every((value, index) => value === left[0]?.priorities[index]),
  );
  return { kind: isTie ? "tie" : "contested", nodes };
}

/** Who is or may be master. */
export function mastersOf(outcome: Outcome): readonly string[] {
  if (outcome.kind === "nobody") return [];
  return outcome.kind === "master" ? [outcome.node] : outcome.nodes;
}

/** Who is master in the end when `holder` is it now: a live master is only replaced by those who may pre-empt. */
export function settle(holder: Rival, rivals: readonly Rival[]): Outcome {
  const challengers = rivals.filter((rival) => takesOver(rival, holder));
  // Every step is to higher priorities.
  return challengers.length === 0 ? { kind: "master", node: holder.contestant.node } : elect(challengers);
}

/**
 * Whether a backup takes over from a live master: its priority is higher, and nopreempt does not hold it back, which
 * it never does an owner. All members of a sync group have to want it.
 */
export function takesOver({ contestant, priorities }: Rival, holder: Rival): boolean {
  return contestant.claims.every(({ preempt }, index) => {
    const ours = priorities[index] ?? 0;
    return ours > (holder.priorities[index] ?? 0) && (preempt || ours === ownerPriority);
  });
}

/** Whether a node prevails in every virtual router when both are master (RFC 9568 §6.4.3). */
function winsAgainst(rival: Rival, other: Rival): boolean {
  return rival.priorities.every((ours, index) => {
    const theirs = other.priorities[index] ?? 0;
    if (ours !== theirs) return ours > theirs;
    const source = rival.contestant.claims[index]?.source;
    const otherSource = other.contestant.claims[index]?.source;
    return source !== undefined && otherSource !== undefined && source.compare(otherSource) > 0;
  });
}

function lowest({ priorities }: Rival): number {
  return Math.min(...priorities);
}
