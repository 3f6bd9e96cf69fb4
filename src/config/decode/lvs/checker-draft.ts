import type { CheckerConfig, CheckTiming } from "../../../check/config.ts";
import type { Values } from "../../schema/keyword.ts";
import type { checkTiming } from "../../schema/lvs/timing.ts";
import { decodeTiming } from "./check-defaults.ts";
import type { CheckDefaults, UsualTiming } from "./check-defaults.ts";

/** What the block of a checker says, before it is known which server it is for. */
export type CheckerDraft = {
  /** It says the same wherever it stands: there is no place in it that a finding could be about. */
  readonly isPlain: boolean;
  /** The checker of a server with these settings; undefined, after a finding, when there is none. */
  readonly arrange: (defaults: CheckDefaults) => CheckerConfig | undefined;
};

/** Whether none of the values is a word of the text, kept for what is still to be said about it. */
export function hasNoPlace(values: Readonly<Record<string, unknown>>): boolean {
  return Object.values(values).every((value) => typeof value !== "object" || value === null || !("start" in value));
}

/** Timing by what is inherited. Servers one after another mostly inherit the same, and then share it. */
export function timingBy(
  own: Values<typeof checkTiming>,
  usual: UsualTiming,
): (defaults: CheckDefaults) => CheckTiming {
  let last: CheckTiming | undefined;
  return (defaults) => {
    const timing = decodeTiming(own, defaults, usual);
    if (last === undefined || !isSame(timing, last)) last = timing;
    return last;
  };
}

function isSame(a: CheckTiming, b: CheckTiming): boolean {
  return (
    a.delayLoop === b.delayLoop &&
    a.retry === b.retry &&
    a.delayBeforeRetry === b.delayBeforeRetry &&
    a.warmup === b.warmup &&
    a.alpha === b.alpha &&
    a.logAllFailures === b.logAllFailures
  );
}
