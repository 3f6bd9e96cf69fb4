import type { Instance } from "./instance.ts";
import type { Effect } from "./effects.ts";
import type { VirtualAddress, VirtualRoute } from "./config.ts";
import { held } from "./held.ts";

/** The effects of an instance that lingered, without what would take from another one, master by now, what is its own. */
export function spareMasters(
  effects: readonly Effect[],
  instance: Instance,
  instances: readonly Instance[],
): readonly Effect[] {
  if (!effects.some((effect) => effect.kind === "release")) return effects;
  const masters = instances
    .filter((other) => other !== instance && other.state.name === "master")
    .map(({ config }) => held(config));
  if (masters.length === 0) return effects;
  const isHeld = (address: VirtualAddress): boolean =>
    masters.some(({ addresses }) => addresses.some((other) => isSamePlace(address, other)));
  const isRouted = (route: VirtualRoute): boolean =>
    masters.some(({ routes }) => routes.some((other) => JSON.stringify(other) === JSON.stringify(route)));
  return effects.map((effect) => {
    if (effect.kind !== "release") return effect;
    const addresses = effect.addresses.filter((address) => !isHeld(address));
    const routes = effect.routes.filter((route) => !isRouted(route));
    return { ...effect, addresses, routes };
  });
}

function isSamePlace(a: VirtualAddress, b: VirtualAddress): boolean {
  return (
    a.interface === b.interface && a.prefix.length === b.prefix.length && a.prefix.address.equals(b.prefix.address)
  );
}
