import type { InstanceConfig } from "./config.ts";
import { advertInterface } from "./devices.ts";
import type { InstanceIdentity } from "./predecessor.ts";

/**
 * What makes an instance the same after a reload: family, VRID, interfaces and mode, not its name (section 31 of the
 * reference).
 */
function identity(config: InstanceConfig | InstanceIdentity): string {
  const travels = "advertInterface" in config ? config.advertInterface : advertInterface(config);
  return `${config.family} ${config.vrid} ${config.interface} ${travels} ${config.transport.kind}`;
}

export type Matching<T> = {
  /** By the name of the new configuration: the running instance that it continues. */
  readonly kept: ReadonlyMap<string, T>;
  /** Running instances that are no longer configured. */
  readonly removed: readonly T[];
};

/**
 * Which running instance continues which of the new configurations. Several may share an identity (one VRID for
 * different unicast peers or multicast groups): then those that talk to the same routers belong together, and next
 * those of the same name.
 */
export function matchInstances<T extends { readonly config: InstanceConfig | InstanceIdentity }>(
  running: readonly T[],
  configs: readonly InstanceConfig[],
): Matching<T> {
  const byIdentity = new Map<string, Set<T>>();
  for (const instance of running) {
    const key = identity(instance.config);
    byIdentity.set(key, (byIdentity.get(key) ?? new Set()).add(instance));
  }
  const kept = new Map<string, T>();
  const criteria: readonly ((instance: T, config: InstanceConfig) => boolean)[] = [
    ({ config: { transport } }, config) => sharesRouters(transport, config.transport),
    (instance, config) => instance.config.name === config.name,
    () => true,
  ];
  for (const fits of criteria) {
    for (const config of configs) {
      if (kept.has(config.name)) continue;
      const candidates = byIdentity.get(identity(config));
      const found = Array.from(candidates ?? []).find((instance) => fits(instance, config));
      if (found === undefined) continue;
      kept.set(config.name, found);
      candidates?.delete(found);
    }
  }
  return { kept, removed: Array.from(byIdentity.values()).flatMap((left) => Array.from(left)) };
}

function sharesRouters(a: InstanceConfig["transport"], b: InstanceConfig["transport"]): boolean {
  if (a.kind === "multicast") return b.kind === "multicast" && a.group.equals(b.group);
  return b.kind === "unicast" && a.peers.some((peer) => b.peers.some((other) => other.equals(peer)));
}
