import type { IpAddress } from "../../base/ip-address.ts";
import type { LoadBalancingConfig, VirtualServer, VirtualServerGroup } from "../../lvs/config.ts";
import { tableKeys } from "../../lvs/table-keys.ts";
import type { PlannedNode } from "../cluster-plan.ts";
import { servicesOf } from "../services.ts";

/**
 * Addresses of virtual servers that no instance of any node holds: they are on every machine, for all that is known.
 */
export function fixedAddresses(nodes: readonly PlannedNode[]): readonly IpAddress[] {
  const moving = new Set(servicesOf(nodes).flatMap(({ addresses }) => addresses));
  const found = new Map<string, IpAddress>();
  for (const { balancing } of nodes) {
    for (const address of balancing === undefined
      ? []
      : balancing.config.virtualServers.flatMap((each) => addressesOf(each, balancing.config))) {
      if (!moving.has(address.toString())) found.set(address.toString(), address);
    }
  }
  return Array.from(found.values());
}

/** What clients connect to; of a firewall mark that is not known. */
export function addressesOf(virtualServer: VirtualServer, { groups }: LoadBalancingConfig): readonly IpAddress[] {
  const byName = new Map<string, VirtualServerGroup>(groups.map((group) => [group.name, group]));
  return tableKeys(virtualServer, byName).flatMap((key) => (key.kind === "address" ? [key.address] : []));
}
