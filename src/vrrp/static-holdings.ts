import type { Effect } from "./effects.ts";
import { difference, type Held, isNothing, nothingHeld } from "./held.ts";
import type { Statics, TrackGroup } from "./network-config.ts";

const noStatics: Statics = { addresses: [], routes: [], rules: [] };

/**
 * What is in the kernel whoever is master (keepalived.conf(5), "Static routes/addresses/rules"): set at the start, its
 * difference at a reload, removed at the end.
 */
export class StaticHoldings {
  #statics: Statics = noStatics;
  #groups: readonly TrackGroup[] = [];
  #held: Held = nothingHeld;

  get held(): Held {
    return this.#held;
  }

  configure(statics: Statics | undefined, groups: readonly TrackGroup[] | undefined): readonly Effect[] {
    const before = this.#held;
    this.#statics = statics ?? noStatics;
    this.#groups = groups ?? [];
    const { addresses, routes, rules } = this.#statics;
    // The table of a VRF device is not looked up: without it the route would come into another table.
    this.#held = { addresses, routes: routes.filter(({ vrf }) => vrf === undefined), rules };
    const { gone, added } = difference(before, this.#held);
    // What stays the same is known by the objects of the configuration that is new.
    return [
      ...(isNothing(gone) ? [] : [{ kind: "release", ...gone } as const]),
      ...(isNothing(added) ? [] : [{ kind: "hold", ...added } as const]),
    ];
  }

  stop(): readonly Effect[] {
    const what = this.#held;
    this.#held = nothingHeld;
    return isNothing(what) ? [] : [{ kind: "release", ...what }];
  }

  /** Interfaces of what an instance depends on by a `track_group`: as in the reference, it goes with them. */
  interfacesOf(instance: string): readonly string[] {
    const groups = new Set(
      this.#groups.filter(({ instances }) => instances.includes(instance)).map(({ name }) => name),
    );
    if (groups.size === 0) return [];
    const { addresses, routes, rules } = this.#statics;
    const names = [
      ...addresses
        .filter(({ trackGroup }) => trackGroup !== undefined && groups.has(trackGroup))
        .map((each) => each.interface),
      ...routes
        .filter(({ trackGroup }) => trackGroup !== undefined && groups.has(trackGroup))
        .map((each) => each.interface),
      ...rules
        .filter(({ trackGroup }) => trackGroup !== undefined && groups.has(trackGroup))
        .map((each) => each.incoming),
    ];
    return [...new Set(names)].filter((name) => name !== undefined);
  }

  uses(link: string): boolean {
    return (
      this.#held.addresses.some((address) => address.interface === link) ||
      this.#held.routes.some((route) => route.interface === link)
    );
  }
}
