import { earlier, type Instant } from "../base/time.ts";
import { AnnouncementLane } from "./announcement-lane.ts";
import type { VirtualAddress, VrrpConfig } from "./config.ts";
import type { Effect } from "./effects.ts";
import type { AnnouncementPace } from "./network-config.ts";

type Announcement = Effect & { readonly kind: "announce" };
type PaceConfig = Pick<VrrpConfig, "announcementPace" | "announcementGroups">;

/**
 * Keeps announcements apart where a switch cannot take them all at once (`vrrp_garp_interval`, `vrrp_gna_interval`,
 * and `garp_group` for several interfaces together). Everything that goes to an interface without a pace passes as it
 * is.
 */
export class AnnouncementPacer {
  #config: PaceConfig = {};
  #groups = new Map<string, { readonly pace: AnnouncementPace; readonly name: string }>();
  /** By what shares a pace, and by family; undefined: none is set. */
  #lanes = new Map<string, AnnouncementLane | undefined>();

  get deadline(): Instant | undefined {
    if (this.#lanes.size === 0) return undefined;
    let first: Instant | undefined;
    for (const lane of this.#lanes.values()) first = earlier(first, lane?.deadline);
    return first;
  }

  /** What waits goes on waiting, at the new pace. */
  configure(now: Instant, { announcementPace, announcementGroups = [] }: PaceConfig): void {
    const waiting = Array.from(this.#lanes.values()).flatMap((lane) => lane?.waiting ?? []);
    this.#config = { announcementPace, announcementGroups };
    this.#groups = new Map(
      announcementGroups.flatMap((pace, index) =>
        pace.interfaces.map((name) => [name, { pace, name: `group ${index}` }] as const),
      ),
    );
    this.#lanes = new Map();
    for (const { address, remaining } of waiting) this.#laneOf(address, now)?.add(address, remaining);
  }

  /** The effects with only those announcements that may be sent now; the others follow with `takeDue`. */
  pace(now: Instant, effects: readonly Effect[]): readonly Effect[] {
    if (this.#config.announcementPace === undefined && this.#groups.size === 0) return effects;
    return effects.flatMap((effect): readonly Effect[] => {
      // Whoever gives an address up must not announce it any more.
      if (effect.kind === "release") this.forget(effect.addresses);
      return effect.kind === "announce" ? this.#announce(now, effect) : [effect];
    });
  }

  /** What waits of these addresses is not announced any more. */
  forget(addresses: readonly VirtualAddress[]): void {
    for (const address of addresses) this.#laneOf(address)?.forget(address);
  }

  /** The announcements whose time has come. */
  takeDue(now: Instant): readonly Effect[] {
    return Array.from(this.#lanes.values()).flatMap((lane) => announce(lane?.takeDue(now) ?? [], 1));
  }

  #announce(now: Instant, { addresses, repeat }: Announcement): readonly Effect[] {
    const free: VirtualAddress[] = [];
    const lanes = new Set<AnnouncementLane>();
    for (const address of addresses) {
      const lane = this.#laneOf(address);
      if (lane === undefined) {
        free.push(address);
        continue;
      }
      lane.add(address, repeat);
      lanes.add(lane);
    }
    const due = Array.from(lanes).flatMap((lane) => lane.takeDue(now));
    return [...announce(free, repeat), ...announce(due, 1)];
  }

  /** `freeAt` is for a lane that is made now. */
  #laneOf({ interface: name, prefix }: VirtualAddress, freeAt?: Instant): AnnouncementLane | undefined {
    const { family } = prefix.address;
    const group = this.#groups.get(name);
    const key = `${group?.name ?? `interface ${name}`} ${family}`;
    if (this.#lanes.has(key)) return this.#lanes.get(key);
    // What a group does not limit itself is not limited by the global setting either.
    const pace = group?.pace ?? this.#config.announcementPace;
    const interval = family === "ipv4" ? pace?.garpInterval : pace?.gnaInterval;
    const lane = interval === undefined || interval <= 0 ? undefined : new AnnouncementLane(interval, freeAt);
    this.#lanes.set(key, lane);
    return lane;
  }
}

function announce(addresses: readonly VirtualAddress[], repeat: number): readonly Effect[] {
  return addresses.length === 0 ? [] : [{ kind: "announce", addresses, repeat }];
}
