import { type Duration, milliseconds, sum, times, zeroDuration } from "../../base/time.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import { lingeringTime } from "../../vrrp/lingering.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { longest } from "../patience.ts";
import type { Step } from "../story/story.ts";
import { type Circumstances, margin } from "./circumstances.ts";

/** Until a successor has announced itself. */
const takeOverTime = milliseconds(50);
const takeOverTimePerAddress = milliseconds(0.1);

/** How long two may have an address on a sound wire: until the next advert of either is heard, and a hand-over is done. */
export function contestOf(circumstances: Circumstances): Duration {
  const { plan, service, steps, instances, interval, disturbance } = circumstances;
  const handOver = sum(takeOverTime, times(takeOverTimePerAddress, service.addresses.length));
  const leaving = longest([handOverOf(plan, steps), farewellOfBoth(instances, steps)]);
  return sum(interval, catchingUp(circumstances), disturbance, handOver, margin, leaving);
}

/**
 * A master whose authentication headers count less than those of the other one is not believed before it has heard
 * that one: its answer is, or without answers its next advert. One that goes as its group does says nothing more, and
 * keeps what it has until its patience is over.
 */
function catchingUp({ instances, group, interval }: Circumstances): Duration {
  const counting = instances.filter(({ authentication }) => authentication.kind === "header");
  if (group.length > instances.length) return longest(counting.map(patience));
  return counting.some(({ advertToLowerPriority }) => !advertToLowerPriority) ? interval : zeroDuration;
}

/** How long one that has left still answers for a successor that nobody hears. */
function patience(instance: InstanceConfig): Duration {
  return lingeringTime("backup", instance, true);
}

/**
 * Maintenance moves all instances of a node or none: one whose successor is there already is held until the last one's
 * is, or until its patience is over.
 */
function handOverOf({ nodes }: ClusterPlan, steps: readonly Step[]): Duration {
  if (!steps.some(({ action }) => action.kind === "maintenance-on")) return zeroDuration;
  return longest(nodes.flatMap(({ config: { instances } }) => (instances.length > 1 ? instances.map(patience) : [])));
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
