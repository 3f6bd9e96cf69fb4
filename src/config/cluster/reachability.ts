import { unreachable } from "../../base/assert.ts";
import type { Family } from "../../base/ip-address.ts";
import { elect, enter, enterUnreported, firstOf, resolve, rivalsAmong, settle, takesOver } from "./contest.ts";
import type { Contestant, Entrant, Outcome } from "./contest.ts";
import { trackerKey } from "./trackers.ts";
import type { Tracker } from "./trackers.ts";

/** What happens to the cluster; nodes are named as they were given. */
export type Happening =
  | { readonly kind: "tracker-fails"; readonly tracker: Tracker; readonly node: string }
  /** On every node that tracks it. */
  | { readonly kind: "tracker-fails-everywhere"; readonly tracker: Tracker }
  /** Everything that has a weight, at once. */
  | { readonly kind: "weights-fail"; readonly node: string }
  | { readonly kind: "node-dies"; readonly node: string };

/** How a node stands in an election: the effective priority in each virtual router of the unit, or why it has none. */
export type NodeStanding = { readonly node: string; readonly standing: readonly number[] | "fault" | "dead" };

/** What one happening does when `before` is master. */
export type Case = {
  readonly happening: Happening;
  readonly before: string;
  readonly after: Outcome;
  readonly standings: readonly NodeStanding[];
};

export type ReachableRouter = {
  readonly instance: string;
  readonly family: Family;
  readonly vrid: number;
  readonly addresses: readonly string[];
};

/** Virtual routers that move together, and who is their master when. */
export type UnitReachability = {
  /** Of the sync group, or of the instance. */
  readonly name: string;
  readonly routers: readonly ReachableRouter[];
  /** While everything is good. */
  readonly standings: readonly NodeStanding[];
  /** Who becomes master when all nodes begin at once. */
  readonly start: Outcome;
  /** Who stays master once it is: more than one with nopreempt, or with equal priorities; nobody of several at once. */
  readonly stable: readonly string[];
  readonly cases: readonly Case[];
};

/** For every virtual router, or sync group of them, that several nodes have, and of which the files tell it. */
export type Reachability = readonly UnitReachability[];

const good = (): boolean => false;

/**
 * Who is master of a unit when everything is good, when each tracker fails on each node or on all of them, and when
 * each node dies. What a happening does is told for the node that it hits as master where that one can be.
 */
export function reach(
  contestants: readonly Contestant[],
): Pick<UnitReachability, "standings" | "start" | "stable" | "cases"> {
  const all = contestants.map((contestant) => enter(contestant, good));
  const start = startOf(contestants);
  const rivals = rivalsAmong(all);
  const stable = rivals
    .filter((holder) => !rivals.some((rival) => takesOver(rival, holder)))
    .map(({ contestant }) => contestant.node);
  const usual = start.kind === "master" ? start.node : stable[0];
  const cases = usual === undefined ? [] : casesOf(contestants, { stable: new Set(stable), usual });
  return { standings: all.map(standingOf), start, stable, cases };
}

/**
 * Who is master after all nodes have begun at once with everything good. The down timers are armed before scripts have
 * reported; who is first then may be master for good where nopreempt holds the others back.
 */
export function startOf(contestants: readonly Contestant[]): Outcome {
  const first = new Set(firstOf(rivalsAmong(contestants.map(enterUnreported))).map(({ contestant }) => contestant));
  const rivals = rivalsAmong(contestants.map((contestant) => enter(contestant, good)));
  return resolve(
    rivals.filter(({ contestant }) => first.has(contestant)),
    rivals,
  );
}

type Masters = { readonly stable: ReadonlySet<string>; readonly usual: string };

function casesOf(contestants: readonly Contestant[], { stable, usual }: Masters): readonly Case[] {
  const masterAt = (node: string): string => (stable.has(node) ? node : usual);
  const failures = contestants.flatMap(({ node, claims }) =>
    distinctTrackers(claims.flatMap(({ trackers }) => trackers)).map((tracker) =>
      tell({ kind: "tracker-fails", tracker, node }, masterAt(node), contestants),
    ),
  );
  const together = contestants
    .filter(({ node, claims }) => stable.has(node) && weightedTrackers(claims.flatMap(({ trackers }) => trackers)) > 1)
    .map(({ node }) => tell({ kind: "weights-fail", node }, node, contestants));
  const everywhere = commonTrackers(contestants).map((tracker) =>
    tell({ kind: "tracker-fails-everywhere", tracker }, usual, contestants),
  );
  const deaths = contestants
    .filter(({ node }) => stable.has(node))
    .map(({ node }) => tell({ kind: "node-dies", node }, node, contestants));
  return [...failures, ...together, ...everywhere, ...deaths];
}

/** What becomes of the mastership of `before`. */
export function tell(happening: Happening, before: string, contestants: readonly Contestant[]): Case {
  const entrants = contestants.map((contestant) =>
    enter(contestant, (tracker) => fails(happening, contestant, tracker)),
  );
  const left = entrants.filter(({ contestant }) => !isDead(happening, contestant.node));
  const rivals = rivalsAmong(left);
  const holder = rivals.find(({ contestant }) => contestant.node === before);
  const after = holder === undefined ? elect(rivals) : settle(holder, rivals);
  const standings = entrants.map((entrant): NodeStanding =>
    left.includes(entrant) ? standingOf(entrant) : { node: entrant.contestant.node, standing: "dead" },
  );
  return { happening, before, after, standings };
}

function standingOf({ contestant, priorities }: Entrant): NodeStanding {
  return { node: contestant.node, standing: priorities ?? "fault" };
}

function fails(happening: Happening, { node }: Contestant, tracker: Tracker): boolean {
  switch (happening.kind) {
    case "tracker-fails":
      return happening.node === node && trackerKey(happening.tracker) === trackerKey(tracker);
    case "tracker-fails-everywhere":
      return trackerKey(happening.tracker) === trackerKey(tracker);
    case "weights-fail":
      return happening.node === node && tracker.weight.value !== 0;
    case "node-dies":
      return false;
    default:
      return unreachable(happening);
  }
}

function isDead(happening: Happening, node: string): boolean {
  return happening.kind === "node-dies" && happening.node === node;
}

/** What several nodes track; the interfaces of two machines have nothing to do with one another. */
function commonTrackers(contestants: readonly Contestant[]): readonly Tracker[] {
  const seen = new Map<string, number>();
  const common = contestants.flatMap(({ claims }) =>
    distinctTrackers(claims.flatMap(({ trackers }) => trackers)).filter((tracker) => {
      const times = (seen.get(trackerKey(tracker)) ?? 0) + 1;
      seen.set(trackerKey(tracker), times);
      return times === 2;
    }),
  );
  return common.filter(({ kind }) => kind !== "interface");
}

/** One of each thing that is tracked, in the order of the file. */
function distinctTrackers(trackers: readonly Tracker[]): readonly Tracker[] {
  const byKey = new Map<string, Tracker>();
  for (const tracker of trackers) if (!byKey.has(trackerKey(tracker))) byKey.set(trackerKey(tracker), tracker);
  return Array.from(byKey.values());
}

function weightedTrackers(trackers: readonly Tracker[]): number {
  return distinctTrackers(trackers).filter(({ weight }) => weight.value !== 0).length;
}
