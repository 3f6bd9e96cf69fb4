import type { InstanceConfig } from "../../vrrp/config.ts";
import type { ConductDefaults } from "./facts.ts";

/** How an instance behaves, with what `global_defs` says where it says nothing itself. */
export type EffectiveConduct = {
  readonly strict: boolean;
  /** Whether packets to the addresses are let in. */
  readonly accept: boolean;
  readonly skipCheckAdvertAddresses: boolean;
  readonly higherPrioritySendAdvert: boolean;
  readonly checkSource: boolean;
};

export function effectiveConduct({ conduct, delivery }: InstanceConfig, defaults: ConductDefaults): EffectiveConduct {
  const strict = conduct?.strict ?? defaults.strict;
  return {
    strict,
    accept: conduct?.accept ?? !strict,
    skipCheckAdvertAddresses: conduct?.skipCheckAdvertAddresses ?? defaults.skipCheckAdvertAddresses,
    higherPrioritySendAdvert: conduct?.higherPrioritySendAdvert ?? (defaults.higherPrioritySendAdvert && !strict),
    // Limits for a peer's TTL are none without looking at who sends.
    checkSource: delivery?.checkSource ?? (defaults.checkUnicastSource || delivery?.peerLimits !== undefined),
  };
}
