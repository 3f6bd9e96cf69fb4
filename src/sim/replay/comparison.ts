import type { Duration, Instant } from "../../base/time.ts";
import { elapsed, seconds } from "../../base/time.ts";
import type { Transition } from "../../vrrp/recording/index.ts";
import { encodeValue } from "../../vrrp/recording/values.ts";

export type Timed = { readonly at: Instant; readonly event: Transition };

/** Where a replay and its recording part; at least one of the two is there. */
export type Difference = { readonly recorded: Timed | undefined; readonly played: Timed | undefined };

/** The end of a recording may have lost what comes of its last inputs; with timers of its own a replay may be early. */
const unsettled: Duration = seconds(10);

/**
 * Compares what a replay does with what the recording says was done. Exactly: each transition at the same microsecond,
 * for the same cause. Otherwise: each instance and group through the same states, in the same order.
 */
export class Comparison {
  #isExact = true;
  readonly #played: Timed[] = [];
  readonly #recorded: Timed[] = [];
  #last: Instant | undefined;
  #difference: Difference | undefined;
  #count = 0;

  /** Transitions that were the same, up to the first that was not. */
  get count(): number {
    return this.#count;
  }

  /** The first one; undefined: so far there is none. */
  get difference(): Difference | undefined {
    return this.#difference;
  }

  /** What follows is another process, or another part of its life. */
  begin(isExact: boolean): void {
    this.finish();
    this.#isExact = isExact;
    this.#last = undefined;
  }

  /** An input was played. */
  played(at: Instant, events: readonly Transition[]): void {
    this.#last = at;
    for (const event of events) this.#played.push({ at, event });
    this.#match();
  }

  recorded(at: Instant, event: Transition): void {
    this.#recorded.push({ at, event });
    this.#match();
  }

  /** There is no more of it. */
  finish(): void {
    const played = this.#played.find(({ at }) => !this.#isAtTheEnd(at));
    const recorded = this.#recorded.find(({ at }) => this.#isExact || !this.#isAtTheEnd(at));
    if (played !== undefined || recorded !== undefined) this.#differ({ played, recorded });
    this.#played.length = 0;
    this.#recorded.length = 0;
  }

  #isAtTheEnd(at: Instant): boolean {
    if (this.#last === undefined) return false;
    return this.#isExact ? at === this.#last : elapsed(at, this.#last) < unsettled;
  }

  #match(): void {
    for (;;) {
      const [recorded] = this.#recorded;
      const index = this.#isExact || recorded === undefined ? 0 : this.#played.findIndex(isAbout(recorded));
      const played = this.#played[index];
      if (recorded === undefined || played === undefined) return;
      this.#recorded.shift();
      this.#played.splice(index, 1);
      if (!isSame(recorded, played, this.#isExact)) this.#differ({ recorded, played });
      else if (this.#difference === undefined) this.#count += 1;
    }
  }

  #differ(difference: Difference): void {
    this.#difference ??= difference;
  }
}

function isSame(recorded: Timed, played: Timed, isExact: boolean): boolean {
  if (!isExact) return subjectOf(recorded) === subjectOf(played) && recorded.event.to === played.event.to;
  return recorded.at === played.at && print(recorded.event) === print(played.event);
}

/** What is undefined need not be written. */
function print(event: Transition): string {
  return JSON.stringify(encodeValue(event));
}

function isAbout(one: Timed): (other: Timed) => boolean {
  return (other) => subjectOf(one) === subjectOf(other);
}

/** Instances and groups have names of their own each. */
export function subjectOf({ event }: Timed): string {
  return event.kind === "instance-state" ? `instance ${event.instance}` : `group ${event.group}`;
}
