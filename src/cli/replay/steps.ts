import { elapsed, type Instant, printDuration } from "../../base/time.ts";
import { printEffect } from "../../sim/print.ts";
import { type MovedTimer, printInput, type Step } from "../../sim/replay/index.ts";
import type { Effect } from "../../vrrp/effects.ts";
import { encodeValue } from "../../vrrp/recording/values.ts";

const margin = "    ";

/**
 * An input, what it led to, and the timers that it moved, as lines; none where it has nothing to do with `subject`.
 *
 *     #17  packet on eth0 from 192.0.2.2: VRID 51 priority 150
 *         VI_1 master -> backup (priority 150 of 192.0.2.2)
 *         timer of VI_1: in 3.609375s (it was in 0.02s)
 */
export function stepLines(number: number, { at, input, effects, moved }: Step, subject?: string): readonly string[] {
  const isAboutIt =
    subject === undefined || moved.some(({ instance }) => instance === subject) || effects.some(concerns(subject));
  if (!isAboutIt) return [];
  const timers = moved.filter(({ instance }) => subject === undefined || instance === subject);
  return [
    `#${number}  ${printInput(input)}`,
    ...effects.map((effect) => `${margin}${printEffect(effect)}`),
    ...timers.map((timer) => `${margin}${printTimer(at, timer)}`),
  ];
}

/** The same as plain data; times are microseconds. */
export function describeStep(number: number, wall: number, { at, input, effects, deadline, moved }: Step): unknown {
  return { number, wall, at, input: encodeValue(input), effects: effects.map(printEffect), deadline, timers: moved };
}

function printTimer(at: Instant, { instance, from, to }: MovedTimer): string {
  const before = from === undefined ? "it was not running" : `it was ${when(at, from)}`;
  return to === undefined ? `timer of ${instance}: stopped` : `timer of ${instance}: ${when(at, to)} (${before})`;
}

function when(at: Instant, deadline: Instant): string {
  const left = elapsed(at, deadline);
  return left >= 0 ? `in ${printDuration(left)}` : `${printDuration(elapsed(deadline, at))} ago`;
}

/** By the name of the instance, group or script in it. */
function concerns(subject: string): (effect: Effect) => boolean {
  return (effect) => {
    if (effect.kind === "send") return effect.instance.name === subject;
    if (effect.kind !== "event") return false;
    const { event } = effect;
    return ("instance" in event && event.instance === subject) || ("group" in event && event.group === subject);
  };
}
