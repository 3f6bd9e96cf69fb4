import type { Configuration } from "../../config/model.ts";
import type { LoadBalancingConfig, VirtualServer } from "../../lvs/config.ts";
import type { LvsSettings } from "../../lvs/inputs.ts";

/** What a node's file says about load balancing. */
export type Balancing = { readonly config: LoadBalancingConfig; readonly settings: LvsSettings };

/** No virtual servers. */
export const noBalancing: Balancing = {
  config: { groups: [], virtualServers: [], tlsClient: undefined },
  settings: { syncDaemon: undefined, initialNotifies: false, removesServicesWhole: false, keepsTable: false },
};

/** Undefined: there are no virtual servers. Connections are not synchronised in a rehearsal, as there are none. */
export function balancingOf({
  global,
  lvs,
  vrrp,
}: Pick<Configuration, "global" | "lvs" | "vrrp">): Balancing | undefined {
  if (lvs.virtualServers.length === 0) return undefined;
  const settings: LvsSettings = {
    syncDaemon: undefined,
    fileWeights: new Map((vrrp.trackFiles ?? []).map(({ name, weight }) => [name, weight])),
    initialNotifies: global.lvs.notifyInitialStates ?? false,
    removesServicesWhole: false,
    keepsTable: false,
  };
  return { config: lvs, settings };
}

/** The same for some of its virtual servers only, which know nothing of the others. */
export function restrictTo(balancing: Balancing, isMeant: (each: VirtualServer) => boolean): Balancing {
  const { config, settings } = balancing;
  return { config: { ...config, virtualServers: config.virtualServers.filter(isMeant) }, settings };
}
