import { placeOnDevices } from "../vrrp/devices.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import { deriveNetwork, type Network, type NodePlan, type Segment } from "./network.ts";
import type { Balancing } from "./servers/balancing.ts";
import { World, type WorldOptions } from "./world.ts";

/** What a node's file says, and the file that it is to be replaced by. */
export type NodeFile = {
  readonly name: string;
  readonly config: VrrpConfig;
  readonly next?: VrrpConfig | undefined;
  /** Virtual servers; undefined: there are none. */
  readonly balancing?: Balancing | undefined;
  readonly nextBalancing?: Balancing | undefined;
};

/** One node, with the addresses on the interfaces where they will really be. */
export type PlannedNode = {
  readonly name: string;
  readonly config: VrrpConfig;
  readonly next: VrrpConfig | undefined;
  readonly balancing?: Balancing | undefined;
  readonly nextBalancing?: Balancing | undefined;
};

/** A cluster that can be built as often as it is needed: each time the same. */
export type ClusterPlan = { readonly nodes: readonly PlannedNode[]; readonly network: Network };

export function planCluster(files: readonly NodeFile[], segments: readonly Segment[] = []): ClusterPlan {
  const placed = files.map(({ name, config, next, balancing, nextBalancing }) => {
    const first = placeOnDevices(config);
    const second = next === undefined ? undefined : placeOnDevices(next);
    return { name, first, second, balancing, nextBalancing };
  });
  const plans = placed.map(({ name, first, second }): NodePlan => {
    const configs = [first.config, ...(second === undefined ? [] : [second.config])];
    return { name, configs, devices: [...first.devices, ...(second?.devices ?? [])] };
  });
  return {
    nodes: placed.map(({ first, second, ...node }) => ({ ...node, config: first.config, next: second?.config })),
    network: deriveNetwork(plans, segments),
  };
}

export function buildWorld({ nodes, network }: ClusterPlan, options: WorldOptions = {}): World {
  return new World(nodes, network, options);
}
