import type { InstanceConfig, SyncGroupConfig, Weight } from "../../vrrp/config.ts";
import { effectivePriority } from "../../vrrp/priority.ts";
import { trackersOf } from "./trackers.ts";
import type { Tracker } from "./trackers.ts";

/** What an instance can say in an election: its effective priority, or nothing because it is in FAULT. */
export type Standing = number | "fault";

/**
 * How an instance stands while `failing` of what it tracks is bad: base priority and weights as the engine adds them
 * up (keepalived.conf(5), "track_script", "weight"). What is tracked with `reverse` is bad while the object is good.
 */
export function standingOf(
  priority: number,
  trackers: readonly Tracker[],
  failing: (tracker: Tracker) => boolean,
): Standing {
  if (trackers.some((tracker) => tracker.weight.value === 0 && failing(tracker))) return "fault";
  const parts = trackers.map((tracker) => ({
    label: tracker.name,
    amount: contribution(tracker.weight, !failing(tracker)),
  }));
  return effectivePriority(priority, parts);
}

/** The same for an instance as it is configured: for questions about a single file. */
export function effectiveStanding(
  instance: InstanceConfig,
  group: SyncGroupConfig | undefined,
  failing: (tracker: Tracker) => boolean,
): Standing {
  return standingOf(instance.priority, trackersOf(instance, group), failing);
}

/** What a weight adds: a positive one while things are good, a negative one while they are bad. */
export function contribution({ value }: Weight, good: boolean): number {
  return value > 0 === good ? value : 0;
}
