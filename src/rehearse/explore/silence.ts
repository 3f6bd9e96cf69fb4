import { type Duration, sum, zeroDuration } from "../../base/time.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import { masterDownInterval, skewTime } from "../../vrrp/timing.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { longest } from "../patience.ts";
import type { Step } from "../story/story.ts";
import { type Circumstances, margin } from "./circumstances.ts";

/**
 * How long nobody may have an address while some node is able to: the longest down interval of it and its group
 * (RFC 9568 §6.1), and what one adds to it that does not know yet what has happened to it.
 */
export function silenceOf({ plan, steps, instances, group, interval, lateness, disturbance }: Circumstances): Duration {
  const waitedFor = ({ advertInterval }: InstanceConfig): Duration => longest([interval, advertInterval]);
  const down = longest(
    group.map((each) => masterDownInterval(each.version, 1, waitedFor(each), each.downTimerAdverts)),
  );
  // RFC 9568 §6.4.2: who hears a priority 0 waits for the skew from then on, also when there was less left to wait.
  const skew = longest(group.map((each) => skewTime(each.version, 1, waitedFor(each))));
  const news = group.length > instances.length ? oldNewsOfGroup(plan, steps, down) : oldNews(steps, skew);
  // A backup that wakes up more than an interval late listens for another one, and may be late again.
  const isDoubted = group.some(({ advertInterval }) => lateness > advertInterval);
  const doubt = isDoubted ? sum(longest(group.map(waitedFor)), lateness) : zeroDuration;
  return sum(down, news, doubt, disturbance, margin);
}

/** A node that wakes up does not know yet what has happened to it, and sends what starts a timer of others anew. */
function oldNews(steps: readonly Step[], timer: Duration): Duration {
  return steps.some(({ action }) => action.kind === "pause") ? timer : zeroDuration;
}

/**
 * Members with a dead link say nothing, but others of their group do, until the node knows. It may also wait whether
 * the link comes back.
 */
function oldNewsOfGroup({ nodes }: ClusterPlan, steps: readonly Step[], timer: Duration): Duration {
  const delays = nodes.flatMap(({ config: { linkDelays = [] } }) => linkDelays.map(({ down }) => down));
  const waits = delays.length > 0 && steps.some(({ action }) => action.kind === "cut");
  return waits ? sum(timer, longest(delays)) : oldNews(steps, timer);
}
