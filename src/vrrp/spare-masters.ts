import type { InstanceConfig, VirtualAddress } from "./config.ts";
import type { Effect } from "./effects.ts";
import { type Held, held, kernelPrefix, without } from "./held.ts";
import type { Instance } from "./instance.ts";
import { isShut } from "./shutting.ts";

/** The effects of an instance that lingered, without what would take from another one, master by now, what is its own. */
export function spareMasters(
  effects: readonly Effect[],
  instance: Instance,
  instances: readonly Instance[],
): readonly Effect[] {
  if (!effects.some((effect) => effect.kind === "release")) return effects;
  const masters = instances
    .filter((other) => other !== instance && other.state.name === "master")
    .map(({ config }) => config);
  if (masters.length === 0) return effects;
  return effects.flatMap((effect): readonly Effect[] => {
    if (effect.kind !== "release") return [effect];
    const left = spared(effect, masters.map(held));
    const opened = isShut(instance.config) ? acceptedBy(masters, without(effect, left).addresses) : [];
    return [...(opened.length > 0 ? [{ kind: "open", addresses: opened } as const] : []), { ...effect, ...left }];
  });
}

/** Those that no master wants to be shut: they must not stay so because they stay. */
function acceptedBy(
  masters: readonly InstanceConfig[],
  addresses: readonly VirtualAddress[],
): readonly VirtualAddress[] {
  const shut = masters.filter(isShut).flatMap((config) => held(config).addresses);
  return addresses.filter((address) => !shut.some((other) => isSamePlace(address, other)));
}

function spared({ addresses, routes, rules }: Held, masters: readonly Held[]): Held {
  return {
    addresses: addresses.filter(
      (address) => !masters.some((master) => master.addresses.some((other) => isSamePlace(address, other))),
    ),
    routes: withoutEqual(
      routes,
      masters.map((master) => master.routes),
    ),
    rules: withoutEqual(
      rules,
      masters.map((master) => master.rules),
    ),
  };
}

function isSamePlace(a: VirtualAddress, b: VirtualAddress): boolean {
  if (a.interface !== b.interface || !a.prefix.address.equals(b.prefix.address)) return false;
  return kernelPrefix(a).length === kernelPrefix(b).length;
}

function withoutEqual<T>(items: readonly T[], others: readonly (readonly T[])[]): readonly T[] {
  if (items.length === 0) return items;
  const known = new Set(others.flat().map((other) => JSON.stringify(other)));
  return items.filter((item) => !known.has(JSON.stringify(item)));
}
