import { type InstanceConfig, ownerPriority, type VirtualAddress } from "./config.ts";
import type { Effect } from "./effects.ts";
import { type Held, held } from "./held.ts";

/** Accept_Mode is off (RFC 9568 §6.1): packets to the addresses are not for this machine, which does not own them. */
export function isShut({ conduct, priority }: InstanceConfig): boolean {
  return priority !== ownerPriority && !(conduct?.accept ?? conduct?.strict !== true);
}

/** Whether any instance needs a packet filter. */
export function needsShutting(instances: readonly InstanceConfig[]): boolean {
  return instances.some(isShut);
}

/** The effects of an instance, with its addresses shut before they are held, and opened when they are gone. */
export function shutting(config: InstanceConfig, effects: readonly Effect[]): readonly Effect[] {
  if (!isShut(config)) return effects;
  return effects.flatMap((effect): readonly Effect[] => {
    if (effect.kind === "hold") return [...around("shut", effect.addresses), effect];
    if (effect.kind === "release") return [effect, ...around("open", effect.addresses)];
    return [effect];
  });
}

/** What a master does when its configuration makes it accept packets, or no longer. */
export function shuttingChange(before: InstanceConfig, after: InstanceConfig): readonly Effect[] {
  if (isShut(before) === isShut(after)) return [];
  return isShut(after) ? around("shut", held(after).addresses) : around("open", held(before).addresses);
}

/** What one does then that still holds addresses for its successor. */
export function openingChange(before: InstanceConfig, after: InstanceConfig, { addresses }: Held): readonly Effect[] {
  return isShut(before) && !isShut(after) ? around("open", addresses) : [];
}

function around(kind: "shut" | "open", addresses: readonly VirtualAddress[]): readonly Effect[] {
  return addresses.length === 0 ? [] : [{ kind, addresses }];
}
