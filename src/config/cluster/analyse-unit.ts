import type { Contestant } from "./contest.ts";
import { sourceOf } from "./peers.ts";
import { reach } from "./reachability.ts";
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

export function analyseUnit(unit: Unit, contestants: readonly Contestant[]): UnitReachability {
  const routers = unit.routers.flatMap(({ members: [first] }) => {
    if (first === undefined) return [];
    const { name, family, vrid, addresses } = first.config;
    return [{ instance: name, family, vrid, addresses: addresses.map(({ prefix }) => prefix.address.toString()) }];
  });
  return { name: unit.name, routers, ...reach(contestants) };
}
