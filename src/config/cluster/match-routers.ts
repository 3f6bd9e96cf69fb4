import type { InstanceConfig } from "../../vrrp/config.ts";
import type { ClusterNode, Member, Router } from "./node.ts";

/** Something that two instances of one virtual router have in common; a VRID of the same family is part of each. */
type Trait = (config: InstanceConfig) => readonly string[];

/** From the surest sign to the weakest. */
const traits: readonly Trait[] = [
  ({ addresses, excludedAddresses }) =>
    [...addresses, ...excludedAddresses].map(({ prefix }) => prefix.address.toString()),
  ({ name }) => [name],
  // They would take each other's adverts for their own.
  ({ transport, sourceAddress, interface: device }) =>
    transport.kind === "multicast"
      ? [`${device} ${transport.group.toString()}`]
      : [...transport.peers, ...(sourceAddress === undefined ? [] : [sourceAddress])].map(String),
];

/** Instances that are being brought together; only the last of a chain of `joined` counts. */
type Draft = { readonly members: Map<ClusterNode, Member>; joined: Draft | undefined };

/**
 * Which instances of different nodes belong together: those of one family and VRID that share an address, or else a
 * name, or else the way that their adverts take. In the order of the first file that has them.
 */
export function matchRouters(nodes: readonly ClusterNode[]): readonly Router[] {
  const entries = nodes.flatMap((node) =>
    node.vrrp.instances.map((config) => {
      const member: Member = { node, config };
      const draft: Draft = { members: new Map([[node, member]]), joined: undefined };
      return { member, draft };
    }),
  );
  for (const trait of traits) {
    const sharing = new Map<string, Draft[]>();
    for (const { member, draft } of entries) {
      const { family, vrid } = member.config;
      for (const value of new Set(trait(member.config))) {
        const key = `${family} ${vrid} ${value}`;
        const others = sharing.get(key);
        if (others === undefined) sharing.set(key, [draft]);
        else others.push(draft);
      }
    }
    for (const drafts of sharing.values()) joinAll(drafts.map(last));
  }
  const routers = new Set(entries.map(({ draft }) => last(draft)));
  return Array.from(routers, ({ members }) => ({ members: nodes.flatMap((node) => members.get(node) ?? []) }));
}

/** Joins what shares a trait, unless a node has it more than once: then it says nothing. */
function joinAll(drafts: readonly Draft[]): void {
  const distinct = Array.from(new Set(drafts));
  const holders = distinct.flatMap(({ members }) => Array.from(members.keys()));
  if (new Set(holders).size < holders.length) return;
  const [target, ...others] = distinct;
  if (target === undefined) return;
  for (const other of others) {
    for (const [node, member] of other.members) target.members.set(node, member);
    other.joined = target;
  }
}

function last(draft: Draft): Draft {
  let current = draft;
  while (current.joined !== undefined) current = current.joined;
  return current;
}
