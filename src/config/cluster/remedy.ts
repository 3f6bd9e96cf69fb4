import type { Contestant, Outcome } from "./contest.ts";
import { startOf, tell } from "./reachability.ts";
import type { Case, Happening } from "./reachability.ts";
import { trackerKey } from "./trackers.ts";
import type { Tracker } from "./trackers.ts";

/** The greatest amount of a weight (keepalived.conf(5), "weight"). */
const greatestWeight = 253;

/** The smallest amounts of weights that would make the failure move the master; undefined: none does. */
export type Remedy = { readonly negative: number | undefined; readonly positive: number | undefined };

export type TrackerFailure = Extract<Happening, { readonly kind: "tracker-fails" }>;

/** Whether a happening leaves the master where it is. */
export function movesNobody({ before, after }: Case): boolean {
  return after.kind === "master" && after.node === before;
}

/**
 * Which weight would do, if it were the same on all nodes that track this. It must not change who is master while
 * everything is good, as a positive one can: a sum above 254 counts as 254.
 */
export function findRemedy(happening: TrackerFailure, before: string, contestants: readonly Contestant[]): Remedy {
  const usual = startOf(contestants);
  const search = (sign: 1 | -1): number | undefined => {
    const changed = (amount: number): readonly Contestant[] =>
      contestants.map((contestant) => withWeight(contestant, happening.tracker, sign * amount));
    const amount = leastAmount((each) => !movesNobody(tell(happening, before, changed(each))));
    if (amount === undefined) return undefined;
    return sameOutcome(startOf(changed(amount)), usual) ? amount : undefined;
  };
  return { negative: search(-1), positive: search(1) };
}

/** Whether there is a weight that would do. */
export function isPossible({ negative, positive }: Remedy): boolean {
  return negative !== undefined || positive !== undefined;
}

/** The same nodes, all of which may take over from a live master. */
export function preempting(contestants: readonly Contestant[]): readonly Contestant[] {
  return contestants.map(({ node, claims }) => ({
    node,
    claims: claims.map((claim) => ({ ...claim, preempt: true })),
  }));
}

/** The smallest amount that does: a greater one lowers the failing node, or raises the others, still further. */
function leastAmount(does: (amount: number) => boolean): number | undefined {
  if (!does(greatestWeight)) return undefined;
  let low = 1;
  let high = greatestWeight;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (does(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sameOutcome(a: Outcome, b: Outcome): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function withWeight({ node, claims }: Contestant, changed: Tracker, value: number): Contestant {
  const adjust = (tracker: Tracker): Tracker =>
    trackerKey(tracker) === trackerKey(changed) ? { ...tracker, weight: { ...tracker.weight, value } } : tracker;
  return { node, claims: claims.map((claim) => ({ ...claim, trackers: claim.trackers.map(adjust) })) };
}
