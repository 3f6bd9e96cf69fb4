import type { LoadBalancingConfig, VirtualServer } from "../../lvs/config.ts";
import { probePort } from "../../lvs/probe-port.ts";
import { type Endpoint, printEndpoint as placeOf } from "../../lvs/server-key.ts";
import type { PlannedNode } from "../cluster-plan.ts";
import { labelServices, printEndpoint } from "./labels.ts";

/** A real server of some virtual server. */
export type ListedServer = {
  /** "10.0.0.1:80". */
  readonly label: string;
  /** Of its machine. */
  readonly address: string;
  /** Where its checks are thought to ask. */
  readonly target: Endpoint;
};

/** Real servers, each once, in the order of the file. */
export function serversOf({ groups, virtualServers }: LoadBalancingConfig): readonly ListedServer[] {
  const byName = new Map(groups.map((group) => [group.name, group]));
  const found = new Map<string, ListedServer>();
  for (const virtualServer of virtualServers) {
    for (const server of virtualServer.realServers) {
      const target = { address: server.address, port: probePort(virtualServer, server, byName) };
      const label = printEndpoint(server);
      const key = `${label} ${placeOf(target)}`;
      if (!found.has(key)) found.set(key, { label, address: server.address.toString(), target });
    }
  }
  return Array.from(found.values());
}

/** All nodes' real servers, those of the first file first. */
export function serversOfAll(nodes: readonly PlannedNode[]): readonly ListedServer[] {
  const found = new Map<string, ListedServer>();
  for (const config of balancingConfigs(nodes)) {
    for (const server of serversOf(config)) {
      const key = `${server.label} ${placeOf(server.target)}`;
      if (!found.has(key)) found.set(key, server);
    }
  }
  return Array.from(found.values());
}

/** All nodes' virtual servers and what they are called, by `serviceName`. */
export function servicesOfAll(nodes: readonly PlannedNode[]): {
  readonly labels: ReadonlyMap<string, string>;
  readonly virtualServers: readonly VirtualServer[];
} {
  const virtualServers = balancingConfigs(nodes).flatMap((config) => config.virtualServers);
  return { labels: labelServices(virtualServers), virtualServers };
}

function balancingConfigs(nodes: readonly PlannedNode[]): readonly LoadBalancingConfig[] {
  return nodes.flatMap(({ balancing, nextBalancing }) =>
    [balancing, nextBalancing].flatMap((each) => (each === undefined ? [] : [each.config])),
  );
}
