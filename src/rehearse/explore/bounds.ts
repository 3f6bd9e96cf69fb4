import { type Duration, sum, zeroDuration } from "../../base/time.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { detection, longest } from "../patience.ts";
import type { Service } from "../services.ts";
import type { Step } from "../story/story.ts";
import { circumstancesOf } from "./circumstances.ts";
import { contestOf } from "./contest.ts";
import { silenceOf } from "./silence.ts";

/** What the protocol allows for one service. */
export type Bounds = {
  /** How long nobody may have it while some node is able to. */
  readonly silence: Duration;
  /** How long two may have it on a sound wire. */
  readonly contest: Duration;
};

/** From the configured intervals of all nodes; delays and late timers of the story come on top, the worst of each. */
export function boundsOf(plan: ClusterPlan, service: Service, steps: readonly Step[]): Bounds {
  const circumstances = circumstancesOf(plan, service, steps);
  return { silence: silenceOf(circumstances), contest: contestOf(circumstances) };
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
