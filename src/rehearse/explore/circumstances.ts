import { type Duration, milliseconds, sum, times, zeroDuration } from "../../base/time.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import type { Fault } from "../faults/fault.ts";
import { longest } from "../patience.ts";
import type { Service } from "../services.ts";
import type { Step } from "../story/story.ts";

/** What a bound depends on. */
export type Circumstances = {
  readonly plan: ClusterPlan;
  readonly service: Service;
  readonly steps: readonly Step[];
  /** The instances that serve it. */
  readonly instances: readonly InstanceConfig[];
  /** With all that share their fate. */
  readonly group: readonly InstanceConfig[];
  /** The longest of those that serve it. */
  readonly interval: Duration;
  /** What timers are late by at worst. */
  readonly lateness: Duration;
  /** What packets and timers are late by at worst, there and back. */
  readonly disturbance: Duration;
};

/** A packet and a script need some time. */
export const margin = milliseconds(20);

export function circumstancesOf(plan: ClusterPlan, service: Service, steps: readonly Step[]): Circumstances {
  const instances = instancesOf(plan, service);
  const lateness = latenessOf(steps);
  return {
    plan,
    service,
    steps,
    instances,
    group: withGroups(plan, service),
    interval: longest(instances.map(({ advertInterval }) => advertInterval)),
    lateness,
    disturbance: times(sum(slowness(steps), lateness), 2),
  };
}

/** What packets are late by at worst. */
function slowness(steps: readonly Step[]): Duration {
  const delays = faultsOf(steps).map((fault) =>
    fault.kind === "delay" ? sum(fault.fixed, fault.jitter) : zeroDuration,
  );
  return longest(delays);
}

/** What timers are late by at worst. */
function latenessOf(steps: readonly Step[]): Duration {
  return longest(faultsOf(steps).map((fault) => (fault.kind === "lateness" ? fault.upTo : zeroDuration)));
}

function faultsOf(steps: readonly Step[]): readonly Fault[] {
  return steps.flatMap(({ action }) => (action.kind === "fault" ? [action.fault] : []));
}

function instancesOf({ nodes }: ClusterPlan, service: Service): readonly InstanceConfig[] {
  return nodes.flatMap(({ name, config }) =>
    config.instances.filter((instance) => instance.name === service.instances.get(name)),
  );
}

/** With all that share their fate: a group becomes master when the last of its members has waited long enough. */
function withGroups({ nodes }: ClusterPlan, service: Service): readonly InstanceConfig[] {
  return nodes.flatMap(({ name, config }) => {
    const own = service.instances.get(name) ?? "";
    const members = config.syncGroups.find((group) => group.members.includes(own))?.members ?? [own];
    return config.instances.filter((instance) => members.includes(instance.name));
  });
}
