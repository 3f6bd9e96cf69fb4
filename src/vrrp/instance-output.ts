import type { IpAddress } from "../base/ip-address.ts";
import { instant, type Instant } from "../base/time.ts";
import type { OutgoingAdvert } from "./adverts.ts";
import type { Burst } from "./announcements.ts";
import type { InstanceConfig, VirtualAddress } from "./config.ts";
import type { Effect } from "./effects.ts";
import type { VrrpEvent } from "./events.ts";
import { type Held, isNothing } from "./held.ts";
import { Repetition, type Topic, topicOf } from "./repetition.ts";

const none: readonly Effect[] = [];

/** Collects what one instance wants done and known, in order, and keeps it from repeating itself. */
export class InstanceOutput {
  #effects: Effect[] = [];
  /** Topics told since the state or the master last changed: each is told once (checklist R24). */
  readonly #told = new Set<string>();
  readonly #repetition = new Repetition();
  #now: Instant = instant(0);

  /** An input has come. */
  begin(instance: string, now: Instant): void {
    this.#now = now;
    const untold = this.#repetition.begin(now);
    if (untold !== undefined) this.report({ kind: "repeated", instance, ...untold });
  }

  /** What has been collected since the last call. */
  take(): readonly Effect[] {
    const effects = this.#effects;
    if (effects.length === 0) return none;
    this.#effects = [];
    return effects;
  }

  /** Nothing is to be done or told so far. */
  get isEmpty(): boolean {
    return this.#effects.length === 0;
  }

  /** There may be something to be told at `begin`. */
  isDue(now: Instant): boolean {
    return this.#repetition.isOver(now);
  }

  report(event: VrrpEvent): void {
    const topic = topicOf(event);
    if (topic !== undefined && !this.#repetition.mayTell(this.#now, topic)) return;
    this.#effects.push({ kind: "event", event });
  }

  /** It has happened again, which is told only in sum. */
  count(topic: Topic): void {
    this.#repetition.count(this.#now, topic);
  }

  /** True the first time after a `forget`. */
  isNews(topic: string): boolean {
    if (this.#told.has(topic)) return false;
    this.#told.add(topic);
    return true;
  }

  /** The topic, or every topic, is news again. */
  forget(topic?: string): void {
    if (topic === undefined) this.#told.clear();
    else this.#told.delete(topic);
  }

  send(instance: InstanceConfig, source: IpAddress, adverts: readonly OutgoingAdvert[]): void {
    for (const advert of adverts) this.#effects.push({ kind: "send", instance, source, ...advert });
  }

  hold(what: Held): void {
    if (!isNothing(what)) this.#effects.push({ kind: "hold", ...what });
  }

  release(what: Held): void {
    if (!isNothing(what)) this.#effects.push({ kind: "release", ...what });
  }

  announce(instance: string, addresses: readonly VirtualAddress[], { reason, repeat }: Burst): void {
    if (addresses.length === 0 || repeat === 0) return;
    this.#effects.push({ kind: "announce", addresses, repeat });
    this.report({ kind: "announced", instance, addresses, repeat, reason });
  }
}
