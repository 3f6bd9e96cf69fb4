import type { Contestant } from "./contest.ts";
import { contestWords, crossingWords, findCrossing, reportCrossing } from "./crossing.ts";
import type { UnitReachability } from "./reachability.ts";
import { movesNobody } from "./remedy.ts";
import { placeOfTracker } from "./tracker-place.ts";
import { failureVerb } from "./tracker-words.ts";
import type { Tracker } from "./trackers.ts";
import type { Unit } from "./units.ts";
import { membersTracking, subjectOf } from "./units.ts";
import { reportUnmoved } from "./unmoved.ts";

/**
 * What the arithmetic shows that nobody can have meant, or should know. Contestants go by the labels of their nodes.
 */
export function reviewReachability(
  unit: Unit,
  { start, standings, cases }: UnitReachability,
  contestants: readonly Contestant[],
): void {
  if (start.kind === "contested") reportCrossing(unit, contestWords(start.nodes));
  else if (start.kind !== "split" && contestants.some(({ claims }) => claims.some(({ preempt }) => preempt))) {
    // With nopreempt everywhere the master is meant to stay.
    const crossing = findCrossing(standings);
    if (crossing !== undefined) reportCrossing(unit, crossingWords(unit, crossing));
  }
  for (const each of cases) {
    const { happening } = each;
    if (happening.kind === "tracker-fails-everywhere" && each.after.kind === "nobody") {
      reportNobodyLeft(unit, happening.tracker);
    }
    if (happening.kind !== "tracker-fails" || happening.tracker.weight.value === 0) continue;
    // On a backup it has nobody to move.
    if (each.before === happening.node && movesNobody(each)) reportUnmoved(unit, happening, each, contestants);
  }
}

function reportNobodyLeft(unit: Unit, tracker: Tracker): void {
  const [member] = membersTracking(unit, tracker);
  if (member === undefined) return;
  const { node, config } = member;
  const verb = failureVerb(tracker);
  const message = `when ${tracker.name} ${verb} on every node, nobody holds ${subjectOf(unit)}`;
  const cure = "with a weight other than 0 the best node would keep it, unless nobody is meant to";
  const place = placeOfTracker(node, config.name, tracker);
  node.report.within(tracker.group ?? config.name).note("nobody-left", place, message, { cure });
}
