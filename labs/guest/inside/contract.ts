import { loadBalancerContract } from "../../../src/platform/contract/load-balancer.ts";
import { openIpvsBalancer } from "../../../src/platform/linux/ipvs-balancer.ts";
import { ipvsadm } from "./ipvsadm.ts";

loadBalancerContract("Linux with IPVS", () => ({
  openLoadBalancer: openIpvsBalancer,
  close: () => void ipvsadm(["-C"]),
}));
