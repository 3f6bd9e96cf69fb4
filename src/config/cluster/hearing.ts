import { problemWith } from "./hmac.ts";
import type { ClusterNode, Member, Router } from "./node.ts";
import { lists, sameSource } from "./peers.ts";
import { settingsPart } from "./settings.ts";

/**
 * The nodes of virtual routers that move together, by who hears whom: one list when they all hear each other. Undefined
 * where a node hears one that does not hear it, or another one in each router: then the files do not tell who is
 * master.
 */
export function partiesOf(routers: readonly Router[]): readonly (readonly ClusterNode[])[] | undefined {
  const [first, ...others] = routers.map(partiesOfRouter);
  if (first === undefined) return undefined;
  const shape = printParties(first);
  return others.every((parties) => parties !== undefined && printParties(parties) === shape) ? first : undefined;
}

function partiesOfRouter({ members }: Router): readonly (readonly ClusterNode[])[] | undefined {
  const parties: Member[][] = [];
  for (const member of members) {
    const party = parties.find(([head]) => head !== undefined && hears(member, head));
    if (party === undefined) parties.push([member]);
    else party.push(member);
  }
  const partyOf = new Map(parties.flatMap((party) => party.map((member) => [member, party] as const)));
  const isClear = members.every((listener) =>
    members.every(
      (sender) => listener === sender || hears(listener, sender) === (partyOf.get(listener) === partyOf.get(sender)),
    ),
  );
  return isClear ? parties.map((party) => party.map(({ node }) => node)) : undefined;
}

/** Whether the adverts of a node reach another one and are believed there, as far as the files tell. */
function hears(listener: Member, sender: Member): boolean {
  return (
    !settingsPart(listener.config, sender.config) &&
    problemWith(sender, listener) === undefined &&
    !sameSource(listener, sender) &&
    lists(sender, listener)
  );
}

function printParties(parties: readonly (readonly ClusterNode[])[]): string {
  return parties.map((party) => party.map(({ label }) => label).join("\0")).join("\n");
}
