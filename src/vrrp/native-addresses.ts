import { hostPrefixLength } from "../base/ip-address.ts";
import { ownerPriority, type VirtualAddress } from "./config.ts";
import type { Effect } from "./effects.ts";
import { type Held, held, isNothing } from "./held.ts";
import type { Instance } from "./instance.ts";
import type { InterfaceTable } from "./interfaces.ts";

/**
 * Virtual addresses that are the machine's own: those of an address owner (priority 255, RFC 9568 §1.6) that its
 * interface has anyway. They are advertised and announced, but neither added nor removed.
 */
export class NativeAddresses {
  readonly #known = new Set<string>();

  /**
   * Looks at the interfaces before the instances have put anything there. `left` was put there by a predecessor.
   */
  learn(instances: readonly Instance[], interfaces: InterfaceTable, left: readonly VirtualAddress[]): void {
    const strange = new Set(left.map(key));
    for (const { config } of instances) {
      if (config.priority !== ownerPriority) continue;
      for (const address of held(config).addresses) {
        if (strange.has(key(address))) continue;
        const present = interfaces.prefixesOf(address.interface, address.prefix.address);
        // A host prefix is what a run that was killed leaves behind; an address of a network is configured elsewhere.
        const isNetwork = present.some((prefix) => prefix.length < hostPrefixLength(prefix.address.family));
        if (isNetwork) this.#known.add(key(address));
      }
    }
  }

  has(address: VirtualAddress): boolean {
    return this.#known.has(key(address));
  }

  without(what: Held): Held {
    return { ...what, addresses: what.addresses.filter((address) => !this.has(address)) };
  }

  /** The printed addresses of these, without those that are the machine's own. */
  virtualAmong(holdings: readonly Held[]): ReadonlySet<string> {
    return new Set(
      holdings.flatMap((what) => this.without(what).addresses).map(({ prefix }) => prefix.address.toString()),
    );
  }

  /** The effects without what would touch these addresses. */
  spare(effects: readonly Effect[]): readonly Effect[] {
    if (this.#known.size === 0) return effects;
    return effects.flatMap((effect): readonly Effect[] => {
      if (effect.kind !== "hold" && effect.kind !== "release" && effect.kind !== "restore") return [effect];
      const addresses = effect.addresses.filter((address) => !this.has(address));
      const spared = { ...effect, addresses };
      return isNothing(spared) ? [] : [spared];
    });
  }
}

function key(address: VirtualAddress): string {
  return `${address.interface} ${address.prefix.address.toString()}`;
}
