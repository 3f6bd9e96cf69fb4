import { printList } from "./labels.ts";
import type { ClusterNode, Member, Router } from "./node.ts";
import { trackerKey, trackersOf } from "./trackers.ts";
import type { Tracker } from "./trackers.ts";

/** Virtual routers that move together: those of a sync group, or one alone. */
export type Unit = {
  /** Of the group on the first node, or of the instance. */
  readonly name: string;
  readonly routers: readonly Router[];
  /** The nodes that have all of the routers, at least two. */
  readonly nodes: readonly ClusterNode[];
};

/**
 * The virtual routers by what moves together. Where the nodes do not agree on that there is no telling what moves: such
 * routers are left out, and so are those that only one node has.
 */
export function unitsOf(routers: readonly Router[]): readonly Unit[] {
  const routerOf = new Map(
    routers.flatMap((router) => router.members.map(({ node, config }) => [`${node.label}\0${config.name}`, router])),
  );
  const seen = new Set<Router>();
  return routers.flatMap((router) => {
    if (seen.has(router) || router.members.length < 2) return [];
    const mates = router.members.map(({ node, config }) => {
      const names = node.groupOf(config.name)?.members ?? [config.name];
      return new Set(names.flatMap((name) => routerOf.get(`${node.label}\0${name}`) ?? []));
    });
    const [together = new Set<Router>()] = mates;
    for (const mate of together) seen.add(mate);
    const agrees = mates.every(
      (other) => other.size === together.size && Array.from(other).every((mate) => together.has(mate)),
    );
    const [first] = router.members;
    if (!agrees || first === undefined) return [];
    const nodes = router.members.map(({ node }) => node);
    if (Array.from(together).some((mate) => mate.members.length !== nodes.length)) return [];
    const group = first.node.groupOf(first.config.name);
    const name = together.size > 1 && group !== undefined ? group.name : first.config.name;
    return [{ name, routers: Array.from(together), nodes }];
  });
}

/** What a node has of the unit's routers, in their order. */
export function membersOf(unit: Unit, node: ClusterNode): readonly Member[] {
  return unit.routers.flatMap((router) => router.members.find((member) => member.node === node) ?? []);
}

/** The members that something is tracked by, in the order of the nodes; a sync group's trackers are its members'. */
export function membersTracking({ routers, nodes }: Unit, tracker: Tracker): readonly Member[] {
  const members = nodes.flatMap((node) =>
    routers.flatMap((router) => router.members.filter((member) => member.node === node)),
  );
  return members.filter(({ node, config }) =>
    trackersOf(config, node.groupOf(config.name)).some((each) => trackerKey(each) === trackerKey(tracker)),
  );
}

/** What moves, in words: the addresses, or the name when there are none. */
export function subjectOf({ name, routers }: Unit): string {
  const addresses = routers.flatMap(({ members: [first] }) => first?.config.addresses ?? []);
  return addresses.length === 0 ? name : printList(addresses.map(({ prefix }) => prefix.address.toString()));
}
