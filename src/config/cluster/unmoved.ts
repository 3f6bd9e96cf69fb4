import type { Contestant } from "./contest.ts";
import { printList } from "./labels.ts";
import { printStanding } from "./print-reachability.ts";
import { tell } from "./reachability.ts";
import type { Case, NodeStanding } from "./reachability.ts";
import { findRemedy, isPossible, movesNobody, preempting } from "./remedy.ts";
import type { Remedy, TrackerFailure } from "./remedy.ts";
import { placeOfWeight } from "./tracker-place.ts";
import { failureVerb } from "./tracker-words.ts";
import { membersTracking, subjectOf } from "./units.ts";
import type { Unit } from "./units.ts";

/** A failure on the master that changes its priority and nothing else, and what would make it move. */
export function reportUnmoved(
  unit: Unit,
  happening: TrackerFailure,
  { standings }: Case,
  contestants: readonly Contestant[],
): void {
  const { tracker, node: label } = happening;
  const member = membersTracking(unit, tracker).find(({ node }) => node.label === label);
  if (member === undefined) return;
  const { node, config } = member;
  const report = node.report.within(tracker.group ?? config.name);
  if (report.full) return;
  const place = placeOfWeight(node, config.name, tracker);
  const what = `weight ${tracker.weight.value} of ${tracker.name}`;
  const when = `when it ${failureVerb(tracker)} on ${label}, ${printList(standings.map(printNode))}`;
  if (movesTogether(contestants, label)) {
    const message = `${what} alone does not move ${subjectOf(unit)}: ${when}; with everything else that ${label} tracks it does`;
    const cure = remedyWords(findRemedy(happening, label, contestants));
    report.note("nobody-moves", place, message, { cure });
    return;
  }
  const obstacle = findObstacle(happening, label, contestants);
  const message = `${what} never moves ${subjectOf(unit)}: ${when}${obstacle.because}`;
  report.warning("nobody-moves", place, message, { cure: obstacle.cure, effect: "none" });
}

/** Why the failure moves nobody beyond the numbers, and what to do. */
function findObstacle(
  happening: TrackerFailure,
  label: string,
  contestants: readonly Contestant[],
): { readonly because: string; readonly cure: string } {
  const remedy = findRemedy(happening, label, contestants);
  const free = preempting(contestants);
  const freeRemedy = findRemedy(happening, label, free);
  if (isPossible(remedy) || !isPossible(freeRemedy)) return { because: "", cure: remedyWords(remedy) };
  const patient = contestants
    .filter(({ node, claims }) => node !== label && claims.some(({ preempt }) => !preempt))
    .map(({ node }) => node);
  const because = `, and with nopreempt ${printList(patient)} ${patient.length === 1 ? "does" : "do"} not take over from a live master`;
  const movesFree = !movesNobody(tell(happening, label, free));
  const removal = movesFree ? "remove nopreempt" : `remove nopreempt and use a weight ${amounts(freeRemedy)}`;
  return { because, cure: `use weight 0, which makes the failure a fault, or ${removal}` };
}

/** Whether all that has a weight moves the master by failing at once: each may have been meant as a part. */
function movesTogether(contestants: readonly Contestant[], label: string): boolean {
  return !movesNobody(tell({ kind: "weights-fail", node: label }, label, contestants));
}

function printNode(entry: NodeStanding): string {
  return typeof entry.standing === "string"
    ? `${entry.node} is ${entry.standing === "fault" ? "in FAULT" : "dead"}`
    : `${entry.node} has ${printStanding(entry)}`;
}

function remedyWords(remedy: Remedy): string {
  const fault = "weight 0, which makes the failure a fault";
  return isPossible(remedy)
    ? `a weight ${amounts(remedy)} on all nodes would move it, and so would ${fault}`
    : `${fault}, would move it`;
}

/** "below -10 or above 10" */
function amounts({ negative, positive }: Remedy): string {
  return [
    ...(negative === undefined ? [] : [`below ${1 - negative}`]),
    ...(positive === undefined ? [] : [`above ${positive - 1}`]),
  ].join(" or ");
}
