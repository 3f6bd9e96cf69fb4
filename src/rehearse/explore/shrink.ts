import { type Duration, elapsed, instant, microseconds, seconds, sum, times, zeroDuration } from "../../base/time.ts";
import type { Action, Step, Story } from "../story/story.ts";
import { writeStory } from "../story/write.ts";
import { usualSeed } from "../world.ts";

/** A story without what is expected of it, which follows from the rest. */
export type Plot = Omit<Story, "expectations">;

/** Plays that one shrinking may cost. */
const mostTries = 400;
/** What times are rounded to, the coarsest first. */
const grains = [seconds(10), seconds(1), seconds(0.5), seconds(0.1), seconds(0.01)];

/**
 * The shortest story that still fails, of those that are found by leaving out steps and rounding what is left, one
 * change at a time for as long as any helps: the same story shrinks to the same one. `fails` is asked at most
 * `mostTries` times; the plot that is given is known to fail.
 */
export function shrink(plot: Plot, fails: (candidate: Plot) => boolean): Plot {
  let best = plot;
  let tries = 0;
  const improve = (): boolean => {
    for (const candidate of candidatesOf(best)) {
      if (tries >= mostTries) return false;
      if (!isSimpler(candidate, best)) continue;
      tries += 1;
      if (!fails(candidate)) continue;
      best = candidate;
      return true;
    }
    return false;
  };
  while (improve());
  return best;
}

/** Fewer steps, then fewer letters, then less time: each change makes it less, so that there is an end. */
function isSimpler(candidate: Plot, than: Plot): boolean {
  const [one, other] = [measure(candidate), measure(than)];
  const place = one.findIndex((value, index) => value !== other[index]);
  return place !== -1 && (one[place] ?? 0) < (other[place] ?? 0);
}

function measure(plot: Plot): readonly number[] {
  const length = writeStory({ ...plot, expectations: [] }).length;
  return [plot.steps.length, length, plot.steps.at(-1)?.at ?? 0];
}

/** Smaller stories, the boldest changes first. */
function* candidatesOf(plot: Plot): Generator<Plot> {
  const { steps } = plot;
  for (let size = steps.length; size >= 1; size = Math.floor(size / 2)) {
    for (let first = 0; first < steps.length; first += size) {
      yield { ...plot, steps: [...steps.slice(0, first), ...steps.slice(first + size)] };
    }
  }
  // What a step has broken another one may mend: only without both it is the same story.
  for (const [one] of steps.entries()) {
    for (const [other] of steps.entries()) {
      if (one < other) yield { ...plot, steps: steps.filter((_, index) => index !== one && index !== other) };
    }
  }
  if (plot.seed !== usualSeed) yield { ...plot, seed: usualSeed };
  for (const [index, step] of steps.entries()) {
    for (const action of simplerActions(step.action)) {
      yield { ...plot, steps: steps.map((each, place) => (place === index ? { ...each, action } : each)) };
    }
  }
  for (const [index, step] of steps.entries()) {
    const gap = gapBefore(steps, index);
    for (const shorter of simplerTimes(gap)) {
      const by = microseconds(gap - shorter);
      yield {
        ...plot,
        steps: steps.map((each, place) => (place < index ? each : { ...each, at: microseconds(each.at - by) })),
      };
    }
    // Only this one: those behind it stay where they are.
    for (const at of simplerTimes(step.at)) {
      const next = steps[index + 1]?.at;
      if (at < (steps[index - 1]?.at ?? 0) || (next !== undefined && at > next)) continue;
      yield { ...plot, steps: steps.map((each, place) => (place === index ? { ...each, at } : each)) };
    }
  }
}

function gapBefore(steps: readonly Step[], index: number): Duration {
  const before = steps[index - 1]?.at ?? zeroDuration;
  return elapsed(instant(before), instant(steps[index]?.at ?? before));
}

/** Nothing, and the round ones below, the coarsest first; then those above, the nearest first. */
function simplerTimes(time: Duration): readonly Duration[] {
  const below = grains.map((grain) => times(grain, Math.floor(time / grain)));
  const above = below.map((each, index) => sum(each, grains[index] ?? zeroDuration)).reverse();
  return Array.from(new Set([zeroDuration, ...below, ...above])).filter((each) => each !== time);
}

/** More of a fault would be another one: the protocol copes with delays, but not with any. */
function shorterTimes(time: Duration): readonly Duration[] {
  return simplerTimes(time).filter((each) => each < time);
}

function simplerActions(action: Action): readonly Action[] {
  if (action.kind === "pause") {
    return simplerTimes(action.length)
      .filter((length) => length > 0)
      .map((length) => ({ ...action, length }));
  }
  if (action.kind === "hang") return [{ ...action, kind: "fail" }];
  if (action.kind !== "fault") return [];
  const { fault } = action;
  switch (fault.kind) {
    case "lateness":
      return [
        ...(fault.node === undefined ? [] : [{ kind: "fault", fault: { ...fault, node: undefined } } as const]),
        ...shorterTimes(fault.upTo).map((upTo) => ({ kind: "fault", fault: { ...fault, upTo } }) as const),
      ];
    case "delay":
      return [
        { kind: "fault", fault: { ...fault, jitter: zeroDuration } },
        { kind: "fault", fault: { ...fault, scope: {} } },
        ...shorterTimes(fault.fixed).map((fixed) => ({ kind: "fault", fault: { ...fault, fixed } }) as const),
      ];
    case "loss":
    case "duplication":
      return [
        { kind: "fault", fault: { ...fault, scope: {} } },
        { kind: "fault", fault: { ...fault, share: 1 } },
      ];
    default:
      return fault satisfies never;
  }
}
