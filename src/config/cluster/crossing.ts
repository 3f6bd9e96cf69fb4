import { printList } from "./labels.ts";
import type { NodeStanding } from "./reachability.ts";
import { membersOf } from "./units.ts";
import type { Unit } from "./units.ts";

/** Two nodes of which each has the higher priority in one of the routers that move together, by their index. */
type Crossing = { readonly leaders: readonly [Leader, Leader] };

type Leader = { readonly node: string; readonly router: number };

/** The first two nodes whose priorities cross; undefined when one of any two leads, or draws, in all routers. */
export function findCrossing(standings: readonly NodeStanding[]): Crossing | undefined {
  for (const [index, one] of standings.entries()) {
    for (const other of standings.slice(index + 1)) {
      const ahead = leadOf(one, other);
      const behind = leadOf(other, one);
      if (ahead !== undefined && behind !== undefined) return { leaders: [ahead, behind] };
    }
  }
  return undefined;
}

function leadOf({ node, standing }: NodeStanding, { standing: theirs }: NodeStanding): Leader | undefined {
  if (typeof standing === "string" || typeof theirs === "string") return undefined;
  const router = standing.findIndex((ours, index) => ours > (theirs[index] ?? 0));
  return router === -1 ? undefined : { node, router };
}

/** Between rivals that begin at once. */
export function contestWords(rivals: readonly string[]): string {
  return `${printList(rivals)} each lead in another instance; when they begin at once, each takes the group from the other again and again`;
}

/** Between nodes of which one becomes master first; all members of a group have to want a takeover. */
export function crossingWords({ routers }: Unit, { leaders }: Crossing): string {
  const leads = leaders.map(({ node, router }) => {
    const member = routers[router]?.members.find((each) => each.node.label === node);
    return `${node} leads in ${member?.config.name ?? ""}`;
  });
  return `${leads.join(", but ")}: neither takes the group from the other, and whoever is master stays it`;
}

/** Nobody has the whole group (keepalived.conf(5), "VRRP synchronization group(s)"). */
export function reportCrossing(unit: Unit, consequence: string): void {
  const last = unit.nodes.at(-1);
  const [member] = last === undefined ? [] : membersOf(unit, last);
  if (last === undefined || member === undefined) return;
  const group = last.groupOf(member.config.name)?.name ?? unit.name;
  const message = `the priorities in sync group ${group} are crossed: ${consequence}`;
  const cure = "give all members of a group the same priority on a node";
  last.report.warning("crossed-priorities", last.groupPlace(group), message, { cure, effect: "none" });
}
