import { type LoadBalancer, type OpenLoadBalancer, printSystemError, SystemException } from "../platform/ports.ts";
import type { BalancerChoice, BalancerKind } from "./messages.ts";

export type ChosenBalancer =
  /** `message` says what was taken, and why. */
  | { readonly kind: "chosen"; readonly balancer: LoadBalancer; readonly message: string }
  | { readonly kind: "none"; readonly message: string };

/** Opens what `--lvs-backend` asks for; auto takes IPVS where the kernel has it, else nftables. */
export async function chooseBalancer(
  choice: BalancerChoice,
  open: Readonly<Record<BalancerKind, OpenLoadBalancer>>,
): Promise<ChosenBalancer> {
  if (choice !== "auto") {
    const opened = await attempt(open[choice]);
    if (typeof opened !== "string") {
      return { kind: "chosen", balancer: opened, message: `Load balancing by ${title[choice]}` };
    }
    const other = choice === "ipvs" ? "nftables" : "ipvs";
    const cure = `load its module, or try --lvs-backend ${other}`;
    return { kind: "none", message: `Cannot balance load by ${title[choice]} (${opened}): ${cure}` };
  }
  const ipvs = await attempt(open.ipvs);
  if (typeof ipvs !== "string") return { kind: "chosen", balancer: ipvs, message: "Load balancing by IPVS" };
  const nftables = await attempt(open.nftables);
  if (typeof nftables !== "string") {
    const message = `Load balancing by nftables: the kernel has no IPVS (${ipvs})`;
    return { kind: "chosen", balancer: nftables, message };
  }
  const message = `Cannot balance load: neither by IPVS (${ipvs}) nor by nftables (${nftables}); load the module ip_vs`;
  return { kind: "none", message };
}

const title: Readonly<Record<BalancerKind, string>> = { ipvs: "IPVS", nftables: "nftables" };

/** The balancer, or what is in the way. */
async function attempt(open: OpenLoadBalancer): Promise<LoadBalancer | string> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof SystemException)) throw error;
    return printSystemError(error.error);
  }
}
