import { type Duration, seconds, sum, times, zeroDuration } from "../../src/base/time.ts";
import type { ClusterPlan } from "../../src/rehearse/cluster-plan.ts";
import type { Failure } from "../../src/rehearse/events.ts";
import type { ScriptConfig } from "../../src/vrrp/config.ts";
import { masterDownInterval } from "../../src/vrrp/timing.ts";

/** How long the slowest backup listens before it takes over. */
export function downTime({ nodes }: ClusterPlan): Duration {
  const intervals = nodes.flatMap(({ config }) =>
    config.instances.map(({ version, priority, advertInterval, downTimerAdverts }) =>
      masterDownInterval(version, priority, advertInterval, downTimerAdverts),
    ),
  );
  return longest(intervals);
}

/** The longest interval of adverts and of runs of a script. */
export function longestRhythm({ nodes }: ClusterPlan): Duration {
  const intervals = nodes.flatMap(({ config: { instances, scripts } }) => [
    ...instances.map(({ advertInterval }) => advertInterval),
    ...scripts.map(({ interval }) => interval),
  ]);
  return longest(intervals);
}

/** The script whose verdict the failure is about. */
export function scriptOf({ nodes }: ClusterPlan, failure: Failure): ScriptConfig | undefined {
  if (failure.kind !== "tracked" || failure.trackable.kind !== "script") return undefined;
  const { name } = failure.trackable;
  return nodes.find((each) => each.name === failure.node)?.config.scripts.find((each) => each.name === name);
}

/** After it nothing more comes of the failure, or of its end. */
export function span(plan: ClusterPlan, failure: Failure): Duration {
  const script = scriptOf(plan, failure);
  const results = script === undefined ? 0 : Math.max(script.rise, script.fall) + 1;
  const detection = script === undefined ? zeroDuration : times(script.interval, results);
  return sum(detection, downTime(plan), seconds(1));
}

function longest(durations: readonly Duration[]): Duration {
  return durations.reduce((most, each) => (each > most ? each : most), zeroDuration);
}
