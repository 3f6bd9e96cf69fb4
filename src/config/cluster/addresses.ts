import type { Member, Router } from "./node.ts";
import type { ClusterNode } from "./node.ts";
import { deviations } from "./deviations.ts";
import { printList } from "./labels.ts";

type Listing = { readonly list: string; readonly length: number };

const advertised = "virtual_ipaddress";
const excluded = "virtual_ipaddress_excluded";

/**
 * Addresses that one node would hold as master and another one would not, or in another way. The reference up to 2.3.2
 * discards adverts with other addresses; later ones and this daemon only report them.
 */
export function compareAddresses({ members }: Router, instanceOf: AddressIndex): void {
  const listings = new Map(members.map((member) => [member, listingsOf(member)]));
  const all = new Set(Array.from(listings.values()).flatMap((listing) => Array.from(listing.keys())));
  for (const member of members) reportMissing(member, all, listings, instanceOf);
  for (const address of all) {
    const listing = (member: Member): Listing | undefined => listings.get(member)?.get(address);
    for (const { member, usual } of deviations(members, (each) => listing(each)?.list)) {
      const message = `${address} is in ${listing(member)?.list} here, but in ${listing(usual)?.list} in ${usual.node.label}`;
      report(member, address, message, "list it in the same block on all nodes");
    }
    for (const { member, usual } of deviations(members, (each) => listing(each)?.length.toString())) {
      const message = `${address} has the prefix length ${listing(member)?.length} here, but ${listing(usual)?.length} in ${usual.node.label}`;
      report(member, address, message, "write it with the same prefix length on all nodes");
    }
  }
}

/** Which instance of a node has an address. */
export type AddressIndex = (node: ClusterNode, address: string) => string | undefined;

export function indexAddresses(nodes: readonly ClusterNode[]): AddressIndex {
  const index = new Map(
    nodes.map((node) => {
      const instances = node.vrrp.instances.flatMap((config) =>
        Array.from(listingsOf({ node, config }).keys(), (address) => [address, config.name] as const),
      );
      return [node, new Map(instances)];
    }),
  );
  return (node, address) => index.get(node)?.get(address);
}

/** Where an instance lists which address; the blocks are named by their keywords. */
function listingsOf({ config }: Member): ReadonlyMap<string, Listing> {
  const entries = [
    ...config.excludedAddresses.map(({ prefix }) => ({ prefix, list: excluded })),
    ...config.addresses.map(({ prefix }) => ({ prefix, list: advertised })),
  ];
  return new Map(entries.map(({ prefix, list }) => [prefix.address.toString(), { list, length: prefix.length }]));
}

function reportMissing(
  member: Member,
  all: ReadonlySet<string>,
  listings: ReadonlyMap<Member, ReadonlyMap<string, Listing>>,
  instanceOf: AddressIndex,
): void {
  const { node, config } = member;
  const missing = Array.from(all).filter((address) => listings.get(member)?.has(address) !== true);
  if (missing.length === 0) return;
  const holders = Array.from(listings.keys()).filter((other) =>
    missing.some((address) => listings.get(other)?.has(address)),
  );
  const isOne = missing.length === 1;
  const message =
    `${printList(missing)} ${isOne ? "is" : "are"} missing here, but in ${printList(holders.map((other) => other.node.label))}: ` +
    `${isOne ? "it is" : "they are"} gone when this node is master`;
  const misplaced = missing.flatMap((address) => {
    const owner = instanceOf(node, address);
    return owner === undefined ? [] : [`${address} belongs to ${owner} on this node`];
  });
  const cure = misplaced.length > 0 ? printList(misplaced) : "list the same addresses on all nodes";
  const place = node.firstPlace(config.name, [advertised, excluded]);
  node.report.within(config.name).error("addresses-differ", place, message, { cure, effect: "none" });
}

function report({ node, config }: Member, address: string, message: string, cure: string): void {
  const place = node.addressPlace(config.name, address);
  node.report.within(config.name).warning("addresses-differ", place, message, { cure, effect: "none" });
}
