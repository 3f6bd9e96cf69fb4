import type { OpenLoadBalancer } from "../platform/ports.ts";
import type { BalancerKind } from "./messages.ts";

/** What balances on this machine; each is loaded only when it is wanted. */
export const openBalancers: Readonly<Record<BalancerKind, OpenLoadBalancer>> = {
  ipvs: async () => {
    const { openIpvsBalancer } = await import("../platform/linux/ipvs-balancer.ts");
    return await openIpvsBalancer();
  },
  nftables: async () => {
    const { openNftBalancer } = await import("../platform/linux/nft-balancer.ts");
    return await openNftBalancer();
  },
};
