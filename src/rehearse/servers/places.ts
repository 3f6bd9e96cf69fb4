import type { IpAddress } from "../../base/ip-address.ts";
import type { VirtualServer } from "../../lvs/config.ts";
import { isSameValue } from "../../lvs/same-value.ts";
import type { PlannedNode } from "../cluster-plan.ts";
import { type Balancing, restrictTo } from "./balancing.ts";
import { addressesOf, fixedAddresses } from "./local-addresses.ts";

/** A node with virtual servers, and what its machine has at the beginning. */
export type Place = {
  readonly name: string;
  readonly balancing: Balancing;
  readonly addresses: readonly IpAddress[];
};

/** Nodes of which one stands for all. */
export type Alike = {
  readonly nodes: readonly string[];
  readonly balancing: Balancing;
  readonly addresses: readonly IpAddress[];
};

/** `holdsAt`: the virtual addresses that a node has at the beginning. */
export function placesOf(
  nodes: readonly PlannedNode[],
  holdsAt: (node: PlannedNode) => readonly IpAddress[],
): readonly Place[] {
  const fixed = fixedAddresses(nodes);
  return nodes.flatMap((node): readonly Place[] => {
    const { name, balancing } = node;
    return balancing === undefined ? [] : [{ name, balancing, addresses: [...holdsAt(node), ...fixed] }];
  });
}

/**
 * The places that have some of these virtual servers, those that have the same of them as one. Who checks stands for
 * who rests.
 */
export function alikeOf(places: readonly Place[], isMeant: (each: VirtualServer) => boolean): readonly Alike[] {
  const found: { readonly nodes: string[]; readonly balancing: Balancing; place: Place }[] = [];
  for (const place of places) {
    const balancing = restrictTo(place.balancing, isMeant);
    if (balancing.config.virtualServers.length === 0) continue;
    const known = found.find((each) => isSameValue(comparable(each.balancing), comparable(balancing)));
    if (known === undefined) {
      found.push({ nodes: [place.name], balancing, place });
      continue;
    }
    known.nodes.push(place.name);
    if (rests(known.place, balancing) && !rests(place, balancing)) known.place = place;
  }
  return found.map(({ nodes, balancing, place }) => ({ nodes, balancing, addresses: place.addresses }));
}

/** It has none of these addresses. */
export function isWithout({ addresses }: Place, wanted: readonly string[]): boolean {
  return !addresses.some((address) => wanted.includes(address.toString()));
}

/** Some of these virtual servers are not checked there (`ha_suspend`). */
function rests(place: Place, { config }: Balancing): boolean {
  return config.virtualServers.some(
    (each) => each.suspendWithoutAddress && isWithout(place, addressesOf(each, config).map(String)),
  );
}

/** Maps are compared as lists. */
function comparable({ config, settings }: Balancing): unknown {
  return { config, settings: { ...settings, fileWeights: Array.from(settings.fileWeights ?? []) } };
}
