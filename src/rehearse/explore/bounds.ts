import { type Duration, milliseconds, sum, times, zeroDuration } from "../../base/time.ts";
import type { InstanceConfig, VrrpConfig } from "../../vrrp/config.ts";
import { lingeringTime } from "../../vrrp/lingering.ts";
import { masterDownInterval, skewTime } from "../../vrrp/timing.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { detection, longest } from "../patience.ts";
import type { Service } from "../services.ts";
import type { Step } from "../story/story.ts";

/** What the protocol allows for one service. */
export type Bounds = {
  /**
   * How long nobody may have it while some node is able to: the longest down interval of it and its group (RFC 9568
   * §6.1), and what one that was paused adds to it by its farewell, or by what other members of its group say.
   */
  readonly silence: Duration;
  /** How long two may have it on a sound wire: until the next advert of either is heard, and a hand-over is done. */
  readonly contest: Duration;
};

/** A packet and a script need some time, and so does a successor until it has announced itself. */
const margin = milliseconds(20);
const takeOverTime = milliseconds(50);
const takeOverTimePerAddress = milliseconds(0.1);

/** From the configured intervals of all nodes; delays and late timers of the story come on top, the worst of each. */
export function boundsOf(plan: ClusterPlan, service: Service, steps: readonly Step[]): Bounds {
  const instances = instancesOf(plan, service);
  const interval = longest(instances.map(({ advertInterval }) => advertInterval));
  const group = withGroups(plan, service);
  const waitedFor = ({ advertInterval }: InstanceConfig): Duration => longest([interval, advertInterval]);
  const down = longest(
    group.map((each) => masterDownInterval(each.version, 1, waitedFor(each), each.downTimerAdverts)),
  );
  const isGrouped = group.length > instances.length;
  // RFC 9568 §6.4.2: who hears a priority 0 waits for the skew from then on, also when there was less left to wait.
  const skew = longest(group.map((each) => skewTime(each.version, 1, waitedFor(each))));
  // One that wakes up does not know yet what has happened to it, and what it says in the meantime is believed.
  const wakeUp = isGrouped ? down : skew;
  const isPaused = steps.some(({ action }) => action.kind === "pause");
  const disturbance = slowness(steps);
  const handOver = sum(takeOverTime, times(takeOverTimePerAddress, service.addresses.length));
  return {
    silence: sum(down, isPaused ? wakeUp : zeroDuration, disturbance, margin),
    contest: sum(
      interval,
      catchingUp(instances, interval, isGrouped),
      disturbance,
      handOver,
      margin,
      longest([handOverOf(plan, steps), farewellOfBoth(instances, steps)]),
    ),
  };
}

/**
 * A master whose authentication headers count less than those of the other one is not believed before it has heard
 * that one: its answer is, or without answers its next advert. One that goes as its group does says nothing more, and
 * keeps what it has until its patience is over.
 */
function catchingUp(instances: readonly InstanceConfig[], interval: Duration, isGrouped: boolean): Duration {
  const counting = instances.filter(({ authentication }) => authentication.kind === "header");
  if (isGrouped) return longest(counting.map(patience));
  return counting.some(({ advertToLowerPriority }) => !advertToLowerPriority) ? interval : zeroDuration;
}

/** How long one that has left still answers for a successor that nobody hears. */
function patience(instance: InstanceConfig): Duration {
  return lingeringTime("backup", instance, true);
}

/**
 * Maintenance moves all instances of a node or none: one whose successor is there already is held until the last one's
 * is, or until none has come for a down interval and a tenth of a second.
 */
function handOverOf({ nodes }: ClusterPlan, steps: readonly Step[]): Duration {
  if (!steps.some(({ action }) => action.kind === "maintenance-on")) return zeroDuration;
  const instances = nodes.flatMap(({ config }) => (config.instances.length > 1 ? config.instances : []));
  const downs = instances.map(({ version, advertInterval, downTimerAdverts }) =>
    masterDownInterval(version, 1, advertInterval, downTimerAdverts),
  );
  return instances.length === 0 ? zeroDuration : sum(longest(downs), milliseconds(100));
}

/**
 * Two masters that leave at about the same time are silent from then on: each keeps what it has for a successor, which
 * neither is for the other, until its patience is over.
 */
function farewellOfBoth(instances: readonly InstanceConfig[], steps: readonly Step[]): Duration {
  const limit = longest(instances.map(patience));
  const leaving = steps.flatMap(({ at, action }) => (isLeaving(action) ? [{ at, node: action.node }] : []));
  const isShared = leaving.some(({ at, node }) =>
    leaving.some((other) => other.node !== node && Math.abs(other.at - at) <= limit),
  );
  return isShared ? limit : zeroDuration;
}

function isLeaving(action: Step["action"]): action is Step["action"] & { readonly node: string } {
  const { kind } = action;
  return kind === "stop" || kind === "maintenance-on" || kind === "cut" || kind === "fail" || kind === "hang";
}

/** What packets and timers are late by at worst, there and back. */
function slowness(steps: readonly Step[]): Duration {
  const faults = steps.flatMap(({ action }) => (action.kind === "fault" ? [action.fault] : []));
  const packets = longest(
    faults.map((fault) => (fault.kind === "delay" ? sum(fault.fixed, fault.jitter) : zeroDuration)),
  );
  const timers = longest(faults.map((fault) => (fault.kind === "lateness" ? fault.upTo : zeroDuration)));
  return sum(packets, packets, timers, timers);
}

export function instancesOf({ nodes }: ClusterPlan, service: Service): readonly InstanceConfig[] {
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

/** From the moment that nothing is wrong with a node to its knowing that. */
export function settlingTime(config: VrrpConfig): Duration {
  const { startupDelay, delayAfterBoot = zeroDuration, scripts, trackProcesses = [], linkDelays = [] } = config;
  return sum(
    longest([startupDelay, delayAfterBoot]),
    longest([
      zeroDuration,
      ...scripts.map(detection),
      ...trackProcesses.map(({ forkDelay, terminateDelay }) => sum(forkDelay, terminateDelay)),
      ...linkDelays.map(({ up, down }) => sum(up, down)),
    ]),
  );
}
