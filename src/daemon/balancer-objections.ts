import type { TableService } from "../base/lvs-table.ts";
import type { LoadBalancingConfig } from "../lvs/config.ts";
import { serviceName } from "../lvs/service-name.ts";
import { tableKeys } from "../lvs/table-keys.ts";
import { nftablesObjection } from "../wire/nftables-balancer/objection.ts";
import type { BalancerChoice } from "./messages.ts";

/** Why a balancer cannot serve a service as it is asked for; undefined: it can. */
type Objection = (service: TableService) => string | undefined;

/**
 * What the back-end cannot do of what a configuration asks for, one line for each virtual server. Of IPVS only the
 * kernel knows, and of auto nobody before it is opened.
 */
export function balancerObjections(config: LoadBalancingConfig, backend: BalancerChoice): readonly string[] {
  return backend === "nftables" ? serviceObjections(config, nftablesObjection) : [];
}

export function serviceObjections(
  { groups, virtualServers }: LoadBalancingConfig,
  objection: Objection,
): readonly string[] {
  const groupsByName = new Map(groups.map((group) => [group.name, group]));
  return virtualServers.flatMap((virtualServer) => {
    const { scheduler, schedulerFlags, hashed, onePacket, persistence, realServers, sorryServer } = virtualServer;
    const settings = { scheduler, schedulerFlags, hashed, onePacket, persistence };
    const sorry =
      sorryServer === undefined ? [] : [{ ...sorryServer, weight: 1, upperThreshold: 0, lowerThreshold: 0 }];
    // The services of a group differ in nothing that a balancer minds but the kind of their keys.
    const keys = tableKeys(virtualServer, groupsByName);
    const kinds = new Map(keys.map((key) => [key.kind === "mark" ? key.kind : `${key.protocol} ${key.port > 0}`, key]));
    for (const key of kinds.values()) {
      const reason = objection({ key, settings, servers: [...realServers, ...sorry] });
      if (reason !== undefined) return [`virtual_server ${serviceName(virtualServer)}: ${reason}`];
    }
    return [];
  });
}
