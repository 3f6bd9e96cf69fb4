import type { LoadBalancingConfig } from "../lvs/config.ts";
import type { BalancerChoice } from "./messages.ts";

/** What the back-end cannot do of what a configuration asks for; nobody knows about auto before it is opened. */
export function balancerObjections(_config: LoadBalancingConfig, _backend: BalancerChoice): readonly string[] {
  return [];
}
