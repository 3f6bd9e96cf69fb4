import type { Contestant } from "./contest.ts";
import { printList } from "./labels.ts";
import type { UnitReachability } from "./reachability.ts";
import { movesNobody } from "./remedy.ts";
import { placeOfTracker } from "./tracker-place.ts";
import { failureVerb } from "./tracker-words.ts";
import type { Tracker } from "./trackers.ts";
import type { Unit } from "./units.ts";
import { membersTracking, subjectOf } from "./units.ts";
import { reportUnmoved } from "./unmoved.ts";

/** What the arithmetic shows that nobody can have meant, or should know. Contestants go by the labels of their nodes. */
export function reviewReachability(
  unit: Unit,
  { start, cases }: UnitReachability,
  contestants: readonly Contestant[],
): void {
  if (start.kind === "contested") reportCrossing(unit, start.nodes);
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

/** Nobody has the whole group (keepalived.conf(5), "VRRP synchronization group(s)"). */
function reportCrossing({ name, nodes, routers }: Unit, rivals: readonly string[]): void {
  const last = nodes.at(-1);
  const [member] = routers[0]?.members.filter(({ node }) => node === last) ?? [];
  if (last === undefined || member === undefined) return;
  const group = last.groupOf(member.config.name)?.name ?? name;
  const message = `the priorities in sync group ${group} are crossed: ${printList(rivals)} each lead in another instance; when they begin at once, each takes the group from the other again and again`;
  const cure = "let one node have the higher priority in all instances of the group";
  last.report.warning("crossed-priorities", last.groupPlace(group), message, { cure, effect: "none" });
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
