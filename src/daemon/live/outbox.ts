import type { Instant } from "../../base/time.ts";
import type { ProcessName, Reported, Stamp } from "../../status/live/event-record.ts";
import type { News, StampedEvent } from "../messages.ts";

/**
 * Events that wait: what some thousand instances tell when all of them lose their link in one moment, or for a
 * supervisor that does not read, or that has died. Beyond that the oldest make way, and are counted.
 */
export const waitingLimit = 50_000;

/** Events in one message. */
const batchLimit = 32;

/** How long a batch may be made, ms: with sending it stays below half a millisecond. */
const turnLimit = 0.2;

/** Messages that the channel has not taken yet. */
const underWayLimit = 4;

/** How long an orderly end waits for the channel, ms. */
const finishLimit = 500;

/** Messages of this kind go to the supervisor. */
export type EventsNews = News & { readonly kind: "events" };

export type OutboxSettings<Event> = {
  readonly process: ProcessName;
  readonly now: () => Instant;
  /** What is to be told of it as plain data; undefined: nothing. */
  readonly plain: (event: Event) => Told | undefined;
  /** There is something more urgent. */
  readonly isBusy: () => boolean;
  /** `taken` is called once the channel has taken the message, or has failed. False: there is nobody to send to. */
  readonly send: (message: EventsNews, taken: (hasFailed?: boolean) => void) => boolean;
  /** So many events have not been taken yet, or were lost: what is to be known of a process that has died. */
  readonly untold?: ((count: number) => void) | undefined;
};

export type Told = { readonly reported: Reported; readonly omitted: number };

type Waiting<Event> = { readonly at: Pick<Stamp, "wall" | "monotonic">; readonly event: Event };

/**
 * Brings events to the supervisor without keeping the process from its work: each is stamped at once, and everything
 * else, conversion and sending, is done in later turns of the event loop, a few at a time.
 */
export class Outbox<Event> {
  readonly #settings: OutboxSettings<Event>;
  readonly #waiting: Waiting<Event>[] = [];
  #lost = 0;
  #untold = 0;
  #underWay = 0;
  #next: NodeJS.Immediate | undefined;
  #whenSent: (() => void) | undefined;

  constructor(settings: OutboxSettings<Event>) {
    this.#settings = settings;
  }

  add(event: Event): void {
    this.#count(1);
    this.#waiting.push({ at: { wall: Date.now() * 1000, monotonic: this.#settings.now() }, event });
    if (this.#waiting.length > waitingLimit) {
      this.#waiting.shift();
      this.#lost += 1;
    }
    this.#schedule();
  }

  /** Somebody before this process could not tell so many. */
  lose(count: number): void {
    this.#lost += count;
    this.#count(count);
  }

  /** Sends what still waits, at once; resolves when the channel has taken it, or has not within half a second. */
  async finish(): Promise<void> {
    if (this.#next !== undefined) clearImmediate(this.#next);
    while (this.#sendSome(Number.POSITIVE_INFINITY));
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      const overdue = setTimeout(resolve, finishLimit);
      this.#whenSent = () => {
        clearTimeout(overdue);
        resolve();
      };
    });
  }

  #count(more: number): void {
    this.#untold += more;
    this.#settings.untold?.(this.#untold);
  }

  #schedule(): void {
    if (this.#next !== undefined || this.#waiting.length === 0 || this.#underWay >= underWayLimit) return;
    this.#next = setImmediate(() => {
      this.#next = undefined;
      if (this.#settings.isBusy() || this.#sendSome(turnLimit)) this.#schedule();
    });
  }

  /** False: there is nothing to be sent, or nobody to send it to. */
  #sendSome(within: number): boolean {
    if (this.#waiting.length === 0) return false;
    const until = performance.now() + within;
    const events: StampedEvent[] = [];
    let count = 0;
    for (const each of this.#waiting) {
      const event = this.#stamped(each);
      if (event !== undefined) events.push(event);
      count += 1;
      if (events.length === batchLimit || performance.now() > until) break;
    }
    const isSent = events.length === 0 || this.#send({ kind: "events", events, lost: this.#lost });
    if (!isSent) return false;
    this.#waiting.splice(0, count);
    this.#count(events.length - count);
    if (events.length > 0) this.#lost = 0;
    return true;
  }

  #stamped({ at, event }: Waiting<Event>): StampedEvent | undefined {
    const told = this.#settings.plain(event);
    if (told === undefined) return undefined;
    const { reported, omitted } = told;
    return { ...at, pid: process.pid, ...(omitted > 0 && { omitted }), ...reported };
  }

  #send(message: EventsNews): boolean {
    this.#underWay += 1;
    const isSent = this.#settings.send(message, (hasFailed) => this.#taken(message, hasFailed));
    if (!isSent) this.#underWay -= 1;
    return isSent;
  }

  #taken({ events, lost }: EventsNews, hasFailed = false): void {
    this.#underWay -= 1;
    const told = events.length + lost;
    if (hasFailed) this.#lost += told;
    else this.#count(-told);
    this.#schedule();
    if (this.#underWay === 0) this.#whenSent?.();
  }
}
