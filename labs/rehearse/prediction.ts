import {
  type Duration,
  elapsed,
  type Instant,
  later,
  microseconds,
  seconds,
  times,
  zeroDuration,
} from "../../src/base/time.ts";
import { buildWorld, type ClusterPlan } from "../../src/rehearse/cluster-plan.ts";
import { type Failure, mend, strike } from "../../src/rehearse/events.ts";
import type { Service } from "../../src/rehearse/services.ts";
import type { Timeline } from "../../src/rehearse/timeline.ts";
import { scriptTime } from "../../src/rehearse/performer.ts";
import type { World } from "../../src/rehearse/world.ts";

/** When the daemon of a node began. */
export type Begin = { readonly node: string; readonly at: Instant };

/** What has happened so far, in the order of time, on the wall's clock. */
export type History = {
  readonly begins: readonly Begin[];
  readonly failure?: { readonly failure: Failure; readonly at: Instant };
  readonly mended?: Instant;
};

/** What has really happened in a rhythm: an instance has sent an advert, or a script was started. */
export type Beat = {
  readonly what: "advert" | "script";
  readonly node: string;
  /** Of the instance or script. */
  readonly name: string;
  readonly at: Instant;
  readonly interval: Duration;
};

/** Who is predicted to have what, on the wall's clock. */
export type Prediction = { readonly timeline: Timeline; readonly shift: Duration };

/**
 * The rehearsal of what has really happened, played on from there until `until`. How long a failure takes to be noticed
 * depends on how long ago the last advert was, or the last run of a script: so that the failure hits the rhythm at the
 * same point as it really did, it comes later by `shift`, which is how much later `beat` comes in the rehearsal.
 */
export function predict(plan: ClusterPlan, history: History, until: Instant, beat?: Beat): Prediction {
  const { failure, mended } = history;
  const shift = failure === undefined || beat === undefined ? zeroDuration : lag(plan, history, failure.at, beat);
  const world = begin(plan, history);
  if (failure !== undefined) {
    world.advanceTo(later(failure.at, shift));
    strike(world, failure.failure);
    if (mended !== undefined) {
      world.advanceTo(later(mended, shift));
      mend(world, failure.failure);
    }
  }
  world.advanceTo(later(until, shift));
  return { timeline: world.chronicle.timeline, shift };
}

/** When the address has its last owner of all. */
export function lastChange({ timeline, shift }: Prediction, { address }: Service, from: Instant): Instant {
  const stretches = timeline.stretches(address, later(from, shift), later(from, seconds(100_000)));
  return later(stretches.at(-1)?.from ?? from, times(shift, -1));
}

/** The nodes started as they were. */
function begin(plan: ClusterPlan, { begins }: History): World {
  const world = buildWorld(plan);
  for (const { node, at } of begins) {
    world.advanceTo(at);
    world.start(node);
  }
  return world;
}

/** Less than half of the time to the next one, early or late. */
function lag(
  plan: ClusterPlan,
  history: History,
  at: Instant,
  { what, node, name, at: real, interval }: Beat,
): Duration {
  const world = begin(plan, history);
  let last: Instant | undefined;
  world.chronicle.watchMoments((moment) => {
    if (moment.what === what && moment.node === node && moment.name === name) last = moment.at;
  });
  world.advanceTo(at);
  if (last === undefined) return zeroDuration;
  // The moment of a script is its end.
  const ahead = elapsed(real, last) - (what === "script" ? scriptTime : 0);
  return microseconds(ahead - Math.round(ahead / interval) * interval);
}
