import type { Contestant } from "./contest.ts";
import { mastersOf } from "./contest.ts";
import { partiesOf } from "./hearing.ts";
import { sourceOf } from "./peers.ts";
import { reach, startOf } from "./reachability.ts";
import type { UnitReachability } from "./reachability.ts";
import { trackersOf } from "./trackers.ts";
import { membersOf } from "./units.ts";
import type { Unit } from "./units.ts";

/** The nodes of a unit as contestants, by their labels. */
export function contestantsOf(unit: Unit): readonly Contestant[] {
  return unit.nodes.map((node) => ({
    node: node.label,
    claims: membersOf(unit, node).map((member, index) => ({
      priority: member.config.priority,
      preempt: member.config.preempt,
      trackers: trackersOf(member.config, node.groupOf(member.config.name)),
      source: sourceOf(member, unit.routers[index]?.members ?? []),
    })),
  }));
}

/**
 * Who is master of a unit when; undefined where the files do not tell. Of nodes that do not hear each other several are
 * it at once, and what fails then is a matter of each of them: there are no cases.
 */
export function analyseUnit(unit: Unit, contestants: readonly Contestant[]): UnitReachability | undefined {
  const parties = partiesOf(unit.routers);
  if (parties === undefined) return undefined;
  const routers = unit.routers.flatMap(({ members: [first] }) => {
    if (first === undefined) return [];
    const { name, family, vrid, addresses } = first.config;
    return [{ instance: name, family, vrid, addresses: addresses.map(({ prefix }) => prefix.address.toString()) }];
  });
  const reached = reach(contestants);
  if (parties.length === 1) return { name: unit.name, routers, ...reached };
  const labels = parties.map((party) => new Set(party.map(({ label }) => label)));
  const nodes = labels.flatMap((party) => mastersOf(startOf(contestants.filter(({ node }) => party.has(node)))));
  const start = { kind: "split", nodes } as const;
  return { name: unit.name, routers, standings: reached.standings, start, stable: [], cases: [] };
}
