import type { Instant } from "../base/time.ts";
import type { VrrpConfig } from "./config.ts";
import type { VrrpEvent } from "./events.ts";
import { held, placeOf } from "./held.ts";
import type { LinkCondition, NetworkChange } from "./inputs.ts";
import type { InterfaceTable } from "./interfaces.ts";
import { LinkDebounce } from "./link-debounce.ts";
import type { StaticHoldings } from "./static-holdings.ts";

/** What changes of the network come to. */
export type NetworkNews = {
  readonly events: readonly VrrpEvent[];
  /** More has changed than where virtual addresses are. */
  readonly matters: boolean;
  /** Where virtual addresses went away: "eth0 192.0.2.100/32". */
  readonly lost: ReadonlySet<string>;
  /** Interfaces that came back, whether that counts already or not. */
  readonly returned: ReadonlySet<string>;
};

type LinksConfig = Pick<VrrpConfig, "instances" | "syncGroups" | "linkDelays">;

const quiet: NetworkNews = { events: [], matters: false, lost: new Set(), returned: new Set() };

/** Keeps the table of interfaces as they count, and tells of those that something depends on. */
export class Links {
  readonly #interfaces: InterfaceTable;
  readonly #statics: Pick<StaticHoldings, "uses">;
  readonly #debounce = new LinkDebounce();
  #config: LinksConfig = { instances: [], syncGroups: [] };

  constructor(interfaces: InterfaceTable, statics: Pick<StaticHoldings, "uses">) {
    this.#interfaces = interfaces;
    this.#statics = statics;
  }

  /** When a link counts as it is. */
  get deadline(): Instant | undefined {
    return this.#debounce.deadline;
  }

  configure(config: LinksConfig): void {
    this.#config = config;
    this.#debounce.configure(config.linkDelays ?? []);
  }

  /** `virtual`: the printed virtual addresses. */
  hear(now: Instant, changes: readonly NetworkChange[], virtual: ReadonlySet<string>): NetworkNews {
    const events: VrrpEvent[] = [];
    const lost = new Set<string>();
    const returned = new Set<string>();
    let matters = false;
    for (const change of changes) {
      if (change.kind === "policy-removed" || change.kind === "policies-unknown") continue;
      const name = change.kind === "link" ? change.link.name : change.interface;
      if (change.kind === "link") {
        if (change.link.usable && !this.#isUsable(name)) returned.add(name);
        this.#count(this.#debounced(now, change.link, events), events);
        matters = true;
        continue;
      }
      this.#interfaces.apply(change);
      if (change.kind === "link-removed") {
        this.#debounce.forget(name);
        if (this.#isWatched(name)) events.push({ kind: "link-state", interface: name, state: "removed" });
        matters = true;
      } else if (!virtual.has(change.prefix.address.toString())) {
        matters = true;
      } else if (change.kind === "address-removed") {
        lost.add(placeOf(name, change.prefix));
      }
    }
    return { events, matters, lost, returned };
  }

  /** Links whose delay is over. */
  tick(now: Instant): NetworkNews {
    const due = this.#debounce.takeDue(now);
    if (due.length === 0) return quiet;
    const events: VrrpEvent[] = [];
    for (const link of due) this.#count(link, events);
    return { ...quiet, events, matters: true };
  }

  /** What the link really is, whether that counts already or not. */
  #isUsable(name: string): boolean {
    return (this.#interfaces.link(name)?.usable === true) !== this.#debounce.isPending(name);
  }

  /** The link as it counts for now; that it has to wait is added to the events. */
  #debounced(now: Instant, link: LinkCondition, events: VrrpEvent[]): LinkCondition {
    const { name, usable } = link;
    const wasPending = this.#debounce.isPending(name);
    const counting = this.#debounce.hear(now, link, this.#interfaces.link(name));
    if (!wasPending && this.#debounce.isPending(name) && this.#isWatched(name)) {
      const delay = this.#debounce.delayOf(name, usable);
      events.push({ kind: "link-delayed", interface: name, state: usable ? "up" : "down", delay });
    }
    return counting;
  }

  #count(link: LinkCondition, events: VrrpEvent[]): void {
    const wasUsable = this.#interfaces.link(link.name)?.usable === true;
    this.#interfaces.apply({ kind: "link", link });
    if (link.usable === wasUsable || !this.#isWatched(link.name)) return;
    events.push({ kind: "link-state", interface: link.name, state: link.usable ? "up" : "down" });
  }

  #isWatched(name: string): boolean {
    const { instances, syncGroups } = this.#config;
    return (
      instances.some(
        (instance) =>
          instance.interface === name ||
          instance.trackInterfaces.some((tracked) => tracked.interface === name) ||
          held(instance).addresses.some((address) => address.interface === name),
      ) ||
      this.#statics.uses(name) ||
      syncGroups.some((group) => group.trackInterfaces.some((tracked) => tracked.interface === name))
    );
  }
}
