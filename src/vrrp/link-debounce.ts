import { type Duration, earlier, type Instant, later, zeroDuration } from "../base/time.ts";
import type { LinkCondition } from "./inputs.ts";
import type { LinkDelays } from "./network-config.ts";

/**
 * Links that go up or down count as before until their delay is over; a link that returns to its former state in
 * between has never changed (keepalived.conf(5), "interface_up_down_delays").
 */
export class LinkDebounce {
  #delays: ReadonlyMap<string, LinkDelays> = new Map();
  readonly #pending = new Map<string, { readonly link: LinkCondition; readonly at: Instant }>();

  configure(delays: readonly LinkDelays[]): void {
    this.#delays = new Map(delays.map((each) => [each.interface, each]));
  }

  get deadline(): Instant | undefined {
    if (this.#pending.size === 0) return undefined;
    let first: Instant | undefined;
    for (const { at } of this.#pending.values()) first = earlier(first, at);
    return first;
  }

  /** The link as it counts for now; `believed` is how it has counted until now. */
  hear(now: Instant, link: LinkCondition, believed: LinkCondition | undefined): LinkCondition {
    const delay = this.delayOf(link.name, link.usable);
    if (believed === undefined || believed.usable === link.usable || delay === zeroDuration) {
      this.#pending.delete(link.name);
      return link;
    }
    const at = this.#pending.get(link.name)?.at ?? later(now, delay);
    this.#pending.set(link.name, { link, at });
    return { ...link, usable: believed.usable };
  }

  /** The link has changed, and that does not count yet. */
  isPending(name: string): boolean {
    return this.#pending.has(name);
  }

  /** The link is gone, which counts at once. */
  forget(name: string): void {
    this.#pending.delete(name);
  }

  /** The links whose delay is over, as they are. */
  takeDue(now: Instant): readonly LinkCondition[] {
    const due = Array.from(this.#pending.values()).filter(({ at }) => at <= now);
    for (const { link } of due) this.#pending.delete(link.name);
    return due.map(({ link }) => link);
  }

  /** How long a link must have been up or down. */
  delayOf(name: string, usable: boolean): Duration {
    const delays = this.#delays.get(name);
    return delays === undefined ? zeroDuration : usable ? delays.up : delays.down;
  }
}
