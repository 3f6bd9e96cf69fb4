import {
  type Duration,
  elapsed,
  type Instant,
  later,
  microseconds,
  milliseconds,
  seconds,
  sum,
  times,
  zeroDuration,
} from "../../src/base/time.ts";
import { nobody, type Stretch, type Timeline, total } from "../../src/rehearse/timeline.ts";

/** What became of one address from a moment on. */
export type Course = {
  /** Who has had it, one after the other. */
  readonly order: readonly string[];
  /** Who has it in the end. */
  readonly after: readonly string[];
  readonly nobody: Duration;
  /** From the event to the last change; undefined: none. */
  readonly settledAfter: Duration | undefined;
};

/** Nobody for less than this is the moment of a change. */
const shortest = milliseconds(20);

/**
 * What was predicted and what was true of one address. `allowed`: how far apart the interruptions may be; `late`: and
 * so much further, as the machine was that late.
 */
export type Comparison = {
  readonly predicted: Course;
  readonly measured: Course;
  readonly difference: Duration;
  /** Between the moments at which the last owner got it. */
  readonly settling: Duration;
  readonly allowed: Duration;
  readonly late: Duration;
  /** The machine was late by an advert or more: whoever is judged by timers cannot be judged there. */
  readonly isVoid: boolean;
  /** Or void. */
  readonly isTrue: boolean;
};

export function courseOf(timeline: Timeline, address: string, from: Instant, until: Instant): Course {
  const before = timeline.owners(address, later(from, microseconds(-1)));
  const stretches = timeline.stretches(address, from, until);
  const change = stretches.findLast(({ owners }, index) => !isSame(owners, stretches[index - 1]?.owners ?? before));
  return {
    order: orderOf(before, stretches),
    after: stretches.at(-1)?.owners ?? before,
    nobody: total(stretches, nobody),
    settledAfter: change === undefined ? undefined : elapsed(from, change.from),
  };
}

function orderOf(before: readonly string[], stretches: readonly Stretch[]): readonly string[] {
  const order: string[] = [...before].sort();
  let owners = before;
  for (const stretch of stretches) {
    order.push(...stretch.owners.filter((each) => !owners.includes(each)));
    const isMoment = stretch.owners.length === 0 && elapsed(stretch.from, stretch.until) < shortest;
    if (!isMoment) owners = stretch.owners;
  }
  return order;
}

/**
 * A change of owners during which somebody has the address may come later by this much: here the machine is in no
 * hurry.
 */
const leisure = milliseconds(500);

/**
 * The order of owners has to be the same, and the interruption the same but for 20 ms, or for a twentieth of it where
 * adverts are a second or more apart. `late`: by how much a process that only waits was woken too late meanwhile.
 */
export function compare(
  predicted: Course,
  measured: Course,
  advertInterval: Duration,
  late: Duration = zeroDuration,
): Comparison {
  const allow = (length: Duration): Duration => {
    const share = advertInterval >= seconds(1) ? times(length, 1 / 20) : shortest;
    return share > shortest ? share : shortest;
  };
  const allowed = allow(predicted.nobody);
  const difference = minus(measured.nobody, predicted.nobody);
  const then = predicted.settledAfter ?? zeroDuration;
  const settling = minus(measured.settledAfter ?? zeroDuration, then);
  const isVoid = late >= advertInterval;
  const isTrue =
    isVoid ||
    (isSame(predicted.order, measured.order) &&
      isSame(predicted.after, measured.after) &&
      Math.abs(difference) <= sum(allowed, late) &&
      Math.abs(settling) <= sum(allow(then), leisure, late));
  return { predicted, measured, difference, settling, allowed, late, isVoid, isTrue };
}

function minus(a: Duration, b: Duration): Duration {
  return microseconds(a - b);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
