import { type Duration, seconds, sum, times, zeroDuration } from "../base/time.ts";
import type { InstanceConfig, ScriptConfig } from "../vrrp/config.ts";
import { masterDownInterval } from "../vrrp/timing.ts";
import type { ClusterPlan } from "./cluster-plan.ts";

/** How long it takes at most until nothing changes any more after one event: every timer has run out twice. */
export function patience({ nodes }: ClusterPlan): Duration {
  const configs = nodes.flatMap(({ config, next }) => (next === undefined ? [config] : [config, next]));
  const down = longest(configs.flatMap(({ instances }) => instances.map(downTime)));
  const waits = configs.map((config) =>
    sum(
      config.startupDelay,
      config.delayAfterBoot ?? zeroDuration,
      longest(config.instances.map(({ preemptDelay }) => preemptDelay)),
      longest(config.scripts.map(detection)),
      longest((config.trackProcesses ?? []).map(({ forkDelay, terminateDelay }) => sum(forkDelay, terminateDelay))),
      longest((config.linkDelays ?? []).map((delays) => sum(delays.down, delays.up))),
    ),
  );
  return sum(down, down, longest(waits), seconds(2));
}

function downTime({ version, advertInterval, downTimerAdverts }: InstanceConfig): Duration {
  return masterDownInterval(version, 1, advertInterval, downTimerAdverts);
}

/** Until a script that hangs counts as bad, or one that is well again as good. */
export function detection({ interval, timeout, rise, fall }: ScriptConfig): Duration {
  const period = times(interval, Math.max(1, Math.ceil(timeout / interval) + 1));
  return times(period, Math.max(rise, fall) + 1);
}

export function longest(durations: readonly Duration[]): Duration {
  return durations.reduce((most, each) => (each > most ? each : most), zeroDuration);
}

/** The longest rhythm of adverts and of scripts: after it, everything is at the same point again. */
export function rhythm({ nodes }: ClusterPlan): Duration {
  return longest(
    nodes.flatMap(({ config: { instances, scripts } }) => [
      ...instances.map(({ advertInterval }) => advertInterval),
      ...scripts.map(({ interval }) => interval),
    ]),
  );
}

/** Adverts in that time, as a measure of the work. */
export function advertsIn({ nodes }: ClusterPlan, time: Duration): number {
  const ofNode = nodes.map(({ config }) =>
    config.instances.reduce((count, { advertInterval }) => count + time / advertInterval, 0),
  );
  return Math.max(1, ...ofNode);
}
