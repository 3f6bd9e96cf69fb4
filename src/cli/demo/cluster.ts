import type { Duration } from "../../base/time.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";

/** A node that may hold an address: what its own file says of the instance that has the address. */
export type Candidate = {
  readonly node: string;
  readonly instance: string;
  readonly version: 2 | 3;
  readonly priority: number;
  readonly advertInterval: Duration;
  readonly downTimerAdverts: number;
};

/** An address of the cluster in its usual short form, and who may hold it, the best one first. */
export type SharedAddress = { readonly address: string; readonly candidates: readonly Candidate[] };

/** The virtual addresses of some nodes, by the names of the nodes; in the order in which the files name them. */
export function sharedAddresses(nodes: ReadonlyMap<string, VrrpConfig>): readonly SharedAddress[] {
  const candidates = new Map<string, Candidate[]>();
  for (const [node, { instances }] of nodes) {
    for (const { name, version, priority, advertInterval, downTimerAdverts, addresses } of instances) {
      for (const { prefix } of addresses) {
        const address = prefix.address.toString();
        const known = candidates.get(address) ?? [];
        candidates.set(address, known);
        known.push({ node, instance: name, version, priority, advertInterval, downTimerAdverts });
      }
    }
  }
  return [...candidates].map(([address, all]) => ({
    address,
    candidates: all.sort((a, b) => b.priority - a.priority),
  }));
}

/** Who holds the address when these nodes take part; undefined when none of them can. */
export function bestOf(shared: SharedAddress, present: ReadonlySet<string>): Candidate | undefined {
  return shared.candidates.find(({ node }) => present.has(node));
}
