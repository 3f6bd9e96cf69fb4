import { type Duration, elapsed, type Instant, seconds } from "../base/time.ts";
import type { RejectKind } from "./admission.ts";
import type { VrrpEvent } from "./events.ts";

/** What packets can make an instance say: one kind of event each, or one reason not to believe an advert. */
export type Topic =
  | RejectKind
  | "master-changed"
  | "interval-learned"
  | "lower-priority-advert"
  | "priority-zero-received"
  | "address-list-differs"
  | "preempt-delay-started"
  | "preempt-delay-stopped"
  | "announced"
  | "stranger"
  | "warning";

/** How often a topic is told within one period; what goes beyond that is counted. */
export const tellings = 5;

/** A nuisance that goes on for more than one period is counted over the next, longer one. */
const periods = [seconds(10), seconds(60), seconds(600)] as const;

/** What was not told, by topic, and since when. */
export type Untold = { readonly counts: ReadonlyMap<Topic, number>; readonly during: Duration };

/**
 * Keeps an instance from repeating itself, whatever packets make it do: nobody on the segment can fill a disk. The
 * topics are a closed list and sources do not matter, so that forged ones change nothing (checklist R23, R24).
 */
export class Repetition {
  readonly #told = new Map<Topic, number>();
  #untold = new Map<Topic, number>();
  #since: Instant | undefined;
  #period = 0;

  /** A period has ended by now, of which there may be something to be told. */
  isOver(now: Instant): boolean {
    return this.#since !== undefined && elapsed(this.#since, now) >= (periods[this.#period] ?? 0);
  }

  /** To be called first at each input: what was not told in the period that has ended by now. */
  begin(now: Instant): Untold | undefined {
    if (this.#since === undefined || !this.isOver(now)) return undefined;
    const during = elapsed(this.#since, now);
    const counts = this.#untold;
    this.#told.clear();
    this.#untold = new Map();
    this.#since = counts.size === 0 ? undefined : now;
    this.#period = counts.size === 0 ? 0 : Math.min(this.#period + 1, periods.length - 1);
    return counts.size === 0 ? undefined : { counts, during };
  }

  /** Whether the topic may be told once more in this period; if not, it is counted. */
  mayTell(now: Instant, topic: Topic): boolean {
    this.#since ??= now;
    const told = this.#told.get(topic) ?? 0;
    if (told >= tellings) {
      this.count(now, topic);
      return false;
    }
    this.#told.set(topic, told + 1);
    return true;
  }

  /** It has happened, and nobody is told now. */
  count(now: Instant, topic: Topic): void {
    this.#since ??= now;
    this.#untold.set(topic, (this.#untold.get(topic) ?? 0) + 1);
  }
}

/** The events besides that are topics by themselves. */
const topics: ReadonlySet<VrrpEvent["kind"] | Topic> = new Set<VrrpEvent["kind"] & Topic>([
  "master-changed",
  "interval-learned",
  "lower-priority-advert",
  "priority-zero-received",
  "address-list-differs",
  "preempt-delay-started",
  "preempt-delay-stopped",
]);

/** The topic of an event that a packet can bring about again and again; undefined: it is told in any case. */
export function topicOf(event: VrrpEvent): Topic | undefined {
  if (event.kind === "advert-rejected") return event.reason.kind;
  if (event.kind === "own-address-advert") return "own-address";
  if (event.kind === "announced") return event.reason === "lower-priority-master" ? event.kind : undefined;
  return isTopic(event.kind) ? event.kind : undefined;
}

function isTopic(kind: VrrpEvent["kind"]): kind is VrrpEvent["kind"] & Topic {
  return topics.has(kind);
}
