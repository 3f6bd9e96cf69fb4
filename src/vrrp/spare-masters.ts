import type { InstanceConfig, VirtualAddress } from "./config.ts";
import type { Effect } from "./effects.ts";
import { type Held, held, isNothing, kernelPrefix, without } from "./held.ts";
import type { Instance } from "./instance.ts";
import { isShut } from "./shutting.ts";

/**
 * The effects of an instance that lingered, without what would take from another one what is its own: one that is
 * master by now, or lingers itself.
 */
export function spareMasters(
  effects: readonly Effect[],
  instance: Instance,
  instances: readonly Instance[],
): readonly Effect[] {
  if (!effects.some((effect) => effect.kind === "release")) return effects;
  const others = instances.filter((other) => other !== instance).flatMap(holderOf);
  if (others.length === 0) return effects;
  return effects.flatMap((effect): readonly Effect[] => {
    if (effect.kind !== "release") return [effect];
    const sharing = sharersOf(effect, others);
    const left = spared(
      effect,
      sharing.map(({ what }) => what),
    );
    const opened = isShut(instance.config) ? acceptedBy(sharing, without(effect, left).addresses) : [];
    return [
      ...(opened.length > 0 ? [{ kind: "open", addresses: opened } as const] : []),
      ...(isNothing(left) ? [] : [{ ...effect, ...left }]),
    ];
  });
}

type Holder = { readonly config: InstanceConfig; readonly what: Held };

function holderOf({ config, state, lingering }: Instance): readonly Holder[] {
  if (state.name === "master") return [{ config, what: held(config) }];
  return lingering === undefined ? [] : [{ config, what: lingering }];
}

/** The others with only those addresses that may be among these: there may be thousands, and next to none are. */
function sharersOf({ addresses }: Held, others: readonly Holder[]): readonly Holder[] {
  const released = new Set(addresses.map(textOf));
  return others.map(({ config, what }) => {
    return { config, what: { ...what, addresses: what.addresses.filter((each) => released.has(textOf(each))) } };
  });
}

function textOf({ prefix }: VirtualAddress): string {
  return prefix.address.toString();
}

/** Those that nobody wants to be shut: they must not stay so because they stay. */
function acceptedBy(others: readonly Holder[], addresses: readonly VirtualAddress[]): readonly VirtualAddress[] {
  const shut = others.filter(({ config }) => isShut(config)).flatMap(({ what }) => what.addresses);
  return addresses.filter((address) => !shut.some((other) => isSamePlace(address, other)));
}

function spared({ addresses, routes, rules }: Held, others: readonly Held[]): Held {
  return {
    addresses: addresses.filter(
      (address) => !others.some((each) => each.addresses.some((other) => isSamePlace(address, other))),
    ),
    routes: withoutEqual(
      routes,
      others.map((each) => each.routes),
    ),
    rules: withoutEqual(
      rules,
      others.map((each) => each.rules),
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
