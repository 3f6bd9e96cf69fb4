import { type Duration, earlier, elapsed, type Instant, later, seconds, zeroDuration } from "../base/time.ts";
import type { AnnouncementConfig } from "./config.ts";

export type AnnouncementReason =
  | "became-master"
  | "second-burst"
  | "refresh"
  | "lower-priority-master"
  | "repaired"
  /** Only of addresses on other interfaces than the instance's own. */
  | "extra";

/** Neighbours that a lower-priority master has drawn to itself are drawn back at once, and again after this long. */
const contestInterval = seconds(1);

export type Burst = { readonly reason: AnnouncementReason; readonly repeat: number };

/**
 * When a master announces its addresses: at once, again after a delay for switches that were not ready, and as often
 * as the refresh says (keepalived.conf(5), "garp_master_delay" and the following).
 */
export class AnnouncementSchedule {
  #config: AnnouncementConfig;
  #second: { readonly at: Instant; readonly burst: Burst } | undefined;
  #refreshAt: Instant | undefined;
  #contestedAt: Instant | undefined;
  /** Its own announcements may have come after the answer to its advert. */
  #reassureAt: Instant | undefined;
  #extra: Duration = zeroDuration;
  #extraAt: Instant | undefined;

  /** `extra`: between announcements on other interfaces; 0: none. */
  constructor(config: AnnouncementConfig, now: Instant, extra: Duration = zeroDuration) {
    this.#config = config;
    if (config.refresh > 0) this.#refreshAt = later(now, config.refresh);
    this.#repeatExtra(extra, now);
  }

  get deadline(): Instant | undefined {
    return earlier(earlier(this.#second?.at, this.#refreshAt), earlier(this.#reassureAt, this.#extraAt));
  }

  /** A reload changed the configuration; a second burst that is under way stays. */
  reconfigure(config: AnnouncementConfig, now: Instant, extra: Duration = zeroDuration): void {
    if (extra !== this.#extra) this.#repeatExtra(extra, now);
    if (config.refresh !== this.#config.refresh) {
      this.#refreshAt = config.refresh > 0 ? later(now, config.refresh) : undefined;
    }
    this.#config = config;
  }

  /** The burst to send now on becoming master. */
  becameMaster(now: Instant): Burst {
    const { delay, repeat } = this.#config;
    if (delay > 0) this.#second = { at: later(now, delay), burst: { reason: "second-burst", repeat } };
    return { reason: "became-master", repeat };
  }

  /**
   * The burst to send now because a lower-priority master may have drawn the traffic to itself; undefined when there
   * was one a moment ago: many adverts do not make many announcements.
   */
  lowerPriorityMasterHeard(now: Instant): Burst | undefined {
    if (this.#contestedAt !== undefined && elapsed(this.#contestedAt, now) < contestInterval) return undefined;
    this.#contestedAt = now;
    const { lowerPriorityDelay, lowerPriorityRepeat } = this.#config;
    const burst: Burst = { reason: "lower-priority-master", repeat: lowerPriorityRepeat };
    if (lowerPriorityRepeat > 0) this.#reassureAt = later(now, contestInterval);
    if (lowerPriorityDelay > 0) this.#second = { at: later(now, lowerPriorityDelay), burst };
    return burst;
  }

  /** The bursts that have come due. */
  takeDue(now: Instant): readonly Burst[] {
    const due: Burst[] = [];
    if (this.#second !== undefined && this.#second.at <= now) {
      due.push(this.#second.burst);
      this.#second = undefined;
    }
    if (this.#reassureAt !== undefined && this.#reassureAt <= now) {
      due.push({ reason: "lower-priority-master", repeat: this.#config.lowerPriorityRepeat });
      this.#reassureAt = undefined;
      this.#contestedAt = now;
    }
    if (this.#refreshAt !== undefined && this.#refreshAt <= now) {
      due.push({ reason: "refresh", repeat: this.#config.refreshRepeat });
      this.#refreshAt = later(now, this.#config.refresh);
    }
    if (this.#extraAt !== undefined && this.#extraAt <= now) {
      due.push({ reason: "extra", repeat: 1 });
      this.#repeatExtra(this.#extra, now);
    }
    return due;
  }

  #repeatExtra(interval: Duration, now: Instant): void {
    this.#extra = interval;
    this.#extraAt = interval > 0 ? later(now, interval) : undefined;
  }
}
