import type { OpenLoadBalancer } from "../platform/ports.ts";
import type { BalancerKind } from "./messages.ts";

/**
 * What balances on this machine; each is loaded only when it is wanted. `lost` is told when somebody else has taken
 * services away, by those that notice; `warn` of what keeps services from working.
 */
export function balancersHere(
  lost: () => void,
  warn: (message: string) => void,
): Readonly<Record<BalancerKind, OpenLoadBalancer>> {
  return {
    ipvs: async () => {
      const { openIpvsBalancer } = await import("../platform/linux/ipvs-balancer.ts");
      return await openIpvsBalancer();
    },
    nftables: async () => {
      const { openNftablesBalancer } = await import("../platform/linux/nft-balancer.ts");
      return await openNftablesBalancer({ lost, warn });
    },
  };
}
