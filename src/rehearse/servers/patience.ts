import { type Duration, seconds, sum, times, zeroDuration } from "../../base/time.ts";
import type { CheckerConfig, CheckTiming } from "../../check/config.ts";
import { planOf } from "../../check/plan.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { longestRun } from "./answers.ts";
import type { Balancing } from "./balancing.ts";

/** How long it takes at most until the checks have found out what one event means, and the same for its end. */
export function checkPatience(balancing: Balancing): Duration {
  const all = checkersOf(balancing).map((checker) => {
    const plan = planOf(checker);
    if (plan === undefined) return zeroDuration;
    const { warmup, delayLoop, retry, delayBeforeRetry } = plan.timing;
    const run = longestRun(checker);
    const failing = sum(times(run, retry + 1), times(delayBeforeRetry, retry));
    // Of a rhythm that counts from the start a run may miss its turn.
    const round = sum(delayLoop, times(delayLoop, Math.ceil(run / Math.max(delayLoop, 1))), run);
    return sum(warmup, failing, times(round, plan.steps + 1));
  });
  return sum(most(all), seconds(1));
}

/** The longest time from one check to the next: after it, all of them are at the same point again. */
export function checkRhythm(balancing: Balancing): Duration {
  return most(checkersOf(balancing).flatMap((checker) => timingOf(checker)?.delayLoop ?? []));
}

/** The same while nothing answers, and each check takes as long as it may. */
export function deadRhythm(balancing: Balancing): Duration {
  const all = checkersOf(balancing).flatMap((checker): Duration | readonly never[] => {
    const plan = planOf(checker);
    if (plan === undefined) return [];
    const { delayLoop } = plan.timing;
    const run = longestRun(checker);
    return plan.rhythm === "from-end"
      ? sum(delayLoop, run)
      : times(delayLoop, Math.max(1, Math.ceil(run / Math.max(delayLoop, 1))));
  });
  return most(all);
}

/** Checks in that time, as a measure of the work. */
export function checksIn(balancing: Balancing, time: Duration): number {
  return checkersOf(balancing).reduce(
    (count, checker) => count + time / Math.max(timingOf(checker)?.delayLoop ?? time, 1),
    1,
  );
}

export function timingOf(checker: CheckerConfig): CheckTiming | undefined {
  return "timing" in checker ? checker.timing : undefined;
}

function checkersOf({ config: { virtualServers } }: Balancing): readonly CheckerConfig[] {
  return virtualServers.flatMap(({ realServers }) => realServers.flatMap(({ checkers }) => checkers));
}

function most(durations: readonly Duration[]): Duration {
  return durations.reduce((longest, each) => (each > longest ? each : longest), zeroDuration);
}

/** The same of all nodes. */
export function longestPatience({ nodes }: ClusterPlan): Duration {
  const all = nodes.flatMap(({ balancing, nextBalancing }) => [balancing, nextBalancing]);
  return most(all.flatMap((each) => (each === undefined ? [] : checkPatience(each))));
}
