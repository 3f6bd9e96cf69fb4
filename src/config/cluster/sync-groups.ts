import type { Span } from "../source.ts";
import { deviations } from "./deviations.ts";
import { printList } from "./labels.ts";
import type { ClusterNode, Member, Router } from "./node.ts";

/**
 * What moves together on one node has to do so on all of them, or else an address is on one node and its companion on
 * another (keepalived.conf(5), "VRRP synchronization group(s)").
 */
export function compareSyncGroups(routers: readonly Router[]): void {
  const memberships = new Map(routers.flatMap((router) => router.members.map((member) => [keyOf(member), router])));
  const numbers = new Map(routers.map((router, index) => [router, index]));
  const told = new Set<string>();
  for (const router of routers) {
    const together = new Map(router.members.map((member) => [member, companions(member, router, memberships)]));
    const signature = (member: Member): string =>
      (together.get(member) ?? [])
        .map((other) => numbers.get(other) ?? 0)
        .sort((a, b) => a - b)
        .join(" ");
    for (const { member, usual } of deviations(router.members, signature)) {
      const key = `${member.node.label} ${signature(member)} ${signature(usual)}`;
      // The same difference shows in every member of a group.
      if (told.has(key)) continue;
      told.add(key);
      const here = describe(member, together.get(member) ?? []);
      const there = describe(usual, together.get(usual) ?? []);
      const message = `${here} here, but in ${usual.node.label} ${there}`;
      const cure = "write the same vrrp_sync_group on all nodes";
      member.node.report.warning("sync-group-differs", placeOf(member), message, { cure, effect: "none" });
    }
  }
}

function keyOf({ node, config }: Member): string {
  return `${node.label}\0${config.name}`;
}

/** The router itself and what moves with it on the member's node, as far as all nodes of the router have it. */
function companions(
  { node, config }: Member,
  router: Router,
  memberships: ReadonlyMap<string, Router>,
): readonly Router[] {
  const names = node.groupOf(config.name)?.members ?? [config.name];
  const others = names.flatMap((name) => memberships.get(`${node.label}\0${name}`) ?? []);
  return others.filter((other) => router.members.every((member) => memberOn(member.node, other) !== undefined));
}

function memberOn(node: ClusterNode, { members }: Router): Member | undefined {
  return members.find((member) => member.node === node);
}

function nameOn(node: ClusterNode, router: Router): string {
  return memberOn(node, router)?.config.name ?? "";
}

function describe({ node, config }: Member, together: readonly Router[]): string {
  if (together.length < 2) return `${config.name} moves alone`;
  return `${printList(together.map((router) => nameOn(node, router)))} move together`;
}

function placeOf({ node, config }: Member): Span | undefined {
  const group = node.groupOf(config.name);
  return group === undefined ? node.place(config.name, "") : node.groupPlace(group.name);
}
