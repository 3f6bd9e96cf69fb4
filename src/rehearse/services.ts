import type { ClusterPlan, PlannedNode } from "./cluster-plan.ts";

/** Addresses that always go together, because the same instances hold them on every node, on the same interface. */
export type Service = {
  /** "192.0.2.10", or "192.0.2.10 and 3 more". */
  readonly label: string;
  /** The first address stands for all. */
  readonly address: string;
  readonly addresses: readonly string[];
  /** The instance that holds them, by node. */
  readonly instances: ReadonlyMap<string, string>;
};

type Holder = { readonly instance: string; readonly interface: string };

/** What is rehearsed for: in the order of the first file, then of the others. */
export function servicesOf(nodes: readonly PlannedNode[]): readonly Service[] {
  const holders = new Map<string, Map<string, Holder>>();
  for (const { name, config } of nodes) {
    for (const instance of config.instances) {
      for (const { prefix, interface: link } of [...instance.addresses, ...instance.excludedAddresses]) {
        const address = prefix.address.toString();
        const of = holders.get(address) ?? new Map<string, Holder>();
        if (!of.has(name)) of.set(name, { instance: instance.name, interface: link });
        holders.set(address, of);
      }
    }
  }
  const together = new Map<string, { readonly addresses: string[]; readonly instances: ReadonlyMap<string, string> }>();
  for (const [address, places] of holders) {
    const key = Array.from(places, ([node, place]) => `${node} ${place.instance} ${place.interface}`).join(", ");
    const instances = new Map(Array.from(places, ([node, { instance }]) => [node, instance]));
    const known = together.get(key);
    if (known === undefined) together.set(key, { addresses: [address], instances });
    else known.addresses.push(address);
  }
  return Array.from(together.values(), ({ addresses, instances }) => {
    const [address = ""] = addresses;
    const others = addresses.length - 1;
    return { label: others === 0 ? address : `${address} and ${others} more`, address, addresses, instances };
  });
}

/** Every virtual address that some node has, or will have with the file that it changes to. */
export function everyAddress({ nodes }: ClusterPlan): readonly string[] {
  const changed = nodes.flatMap(({ name, next }) =>
    next === undefined ? [] : [{ name, config: next, next: undefined }],
  );
  return servicesOf([...nodes, ...changed]).flatMap(({ addresses }) => addresses);
}
