import type { Diagnostic } from "../diagnostic.ts";
import { compareAddresses, indexAddresses } from "./addresses.ts";
import { analyseUnit, contestantsOf } from "./analyse-unit.ts";
import { compareElection } from "./election.ts";
import { fileLabels } from "./labels.ts";
import { matchRouters } from "./match-routers.ts";
import { ClusterNode } from "./node.ts";
import type { NodeInput } from "./node.ts";
import { comparePeers } from "./peers.ts";
import { checkPresence } from "./presence.ts";
import type { Reachability } from "./reachability.ts";
import { reviewReachability } from "./review-reachability.ts";
import { compareSignatures } from "./hmac.ts";
import { compareSettings } from "./settings.ts";
import { compareSyncGroups } from "./sync-groups.ts";
import { unitsOf } from "./units.ts";

export { effectiveStanding, standingOf } from "./standing.ts";
export type { Standing } from "./standing.ts";
export { trackersOf } from "./trackers.ts";
export type { Tracker } from "./trackers.ts";
export { printReachability } from "./print-reachability.ts";
export type { NodeInput } from "./node.ts";
export type { Case, Happening, Reachability, ReachableRouter, UnitReachability } from "./reachability.ts";
export type { Outcome } from "./contest.ts";

export type ClusterCheck = {
  /** By node, in the order of each text; what the files say each for themselves is not among them. */
  readonly findings: readonly Diagnostic[];
  /** Its nodes go by short names, another one for each. */
  readonly reachability: Reachability;
};

/**
 * Holds the files of one cluster against each other, one file for each node: what the nodes have to say alike, and who
 * is master when something fails. No finding has an effect on the daemon or on a configuration test.
 */
export function checkCluster(inputs: readonly NodeInput[]): ClusterCheck {
  const labels = fileLabels(inputs.map(({ name }) => name));
  const nodes = inputs.map((input, index) => new ClusterNode(input, labels[index] ?? input.name));
  const routers = matchRouters(nodes);
  const instanceOf = indexAddresses(nodes);

  checkPresence(routers, nodes);
  for (const router of routers) {
    compareSettings(router);
    compareSignatures(router);
    compareAddresses(router, instanceOf);
    comparePeers(router);
    compareElection(router);
  }
  compareSyncGroups(routers);
  const reachability = unitsOf(routers).flatMap((unit) => {
    const contestants = contestantsOf(unit);
    const analysed = analyseUnit(unit, contestants);
    if (analysed === undefined) return [];
    reviewReachability(unit, analysed, contestants);
    return [analysed];
  });
  return { findings: nodes.flatMap((node) => node.findings.sorted()), reachability };
}
