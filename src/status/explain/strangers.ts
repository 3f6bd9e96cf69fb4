import type { Evidence } from "./evidence.ts";
import type { Reasoning } from "./explanation.ts";
import { bare, printList } from "./words.ts";

/** How the addresses in an advert differ from ours. */
export type ListDifference = {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  /** How many we have. */
  readonly expectedCount: number;
};

export const otherVrid =
  "Give one of the two clusters another virtual_router_id, on all of its nodes; holdfast scan shows those in use.";

/** Whether an advert shares none of our addresses. */
export function isForeign({ missing, expectedCount }: ListDifference): boolean {
  return expectedCount > 0 && missing.length === expectedCount;
}

/** Both lists of addresses, as far as they are known: "192.0.2.100" and "198.51.100.7". */
export function bothLists(
  difference: ListDifference,
  { instance }: Evidence,
): { readonly ours: string; readonly theirs: string } {
  const { missing, unexpected } = difference;
  const configured = instance?.addresses.filter(({ excluded }) => !excluded).map(({ address }) => bare(address));
  const ours = configured ?? missing;
  const theirs = [...ours.filter((address) => !missing.includes(address)), ...unexpected];
  const common = configured === undefined && !isForeign(difference) ? ["those that both have"] : [];
  return { ours: printList([...common, ...ours]), theirs: printList([...common, ...theirs]) };
}

/** Somebody with our VRID who is not of our cluster; undefined: there is no sign of that. */
export function strangerStory(source: string, evidence: Evidence): Reasoning | undefined {
  const found = evidence
    .own(evidence.recent, "address-list-differs")
    .findLast(({ event }) => event.source === source && isForeign(event));
  if (found === undefined) return undefined;
  const { ours, theirs } = bothLists(found.event, evidence);
  const { vrid, missing } = found.event;
  const where = evidence.instance === undefined ? "" : ` on ${evidence.instance.interface}`;
  return {
    why: [
      `${source} advertises none of our addresses under VRID ${vrid}: its are ${theirs}, ours are ${ours}.`,
      `So it is probably of another cluster that uses VRID ${vrid}${where} as well.`,
    ],
    missing: [`Our addresses in its adverts: ${printList(missing)}.`],
    toDo: [
      otherVrid,
      `Until then nobody who follows ${source} holds our addresses: find out whose it is, and stop it if need be.`,
    ],
    told: [`list ${source}`],
  };
}
