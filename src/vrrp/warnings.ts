import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, earlier, elapsed, type Instant, later, seconds, times } from "../base/time.ts";
import { Repetition } from "./repetition.ts";
import type { StandingWarning, Warning, WarningOver } from "./warning.ts";

/** Others with whom there can be a warning of one kind: more are forged, or the first ones say enough. */
export const othersPerKind = 4;

/** A warning is over when it was not seen for so many intervals, and at least so long. */
const windowIntervals = 10;
const shortestWindow = seconds(3);

/** How long a warning lasts that is not seen any more, for adverts that come in such intervals. */
export function warningWindow(interval: Duration): Duration {
  const window = times(interval, windowIntervals);
  return window > shortestWindow ? window : shortestWindow;
}

type Standing = StandingWarning & { readonly until: Instant; readonly window: Duration };

/**
 * The warnings of one instance: they begin when something is seen, and are over when it was not seen for some time.
 * What is forged can make only so many begin in a period, and does not put an end to those that there are.
 */
export class Warnings {
  readonly #standing = new Map<string, Standing>();
  readonly #beginnings = new Map<Warning["kind"], Repetition>();
  #deadline: Instant | undefined;

  get deadline(): Instant | undefined {
    return this.#deadline;
  }

  /** Those that there are now, the oldest first. */
  get standing(): readonly StandingWarning[] {
    return Array.from(this.#standing.values(), ({ warning, other, since }) => ({ warning, other, since }));
  }

  /** It is so now, and for `window` unless it is seen again. True: this is news. */
  see(now: Instant, other: IpAddress, warning: Warning, window: Duration): boolean {
    const key = `${warning.kind} ${other.toString()}`;
    const known = this.#standing.get(key);
    if (known === undefined && !this.#mayBegin(now, warning.kind)) return false;
    this.#standing.set(key, { warning, other, since: known?.since ?? now, until: later(now, window), window });
    this.#findDeadline();
    return known === undefined;
  }

  /** It stood in another process, since then. Not told again: it is over when it is not seen for `window`. */
  recall(now: Instant, { warning, other, since }: StandingWarning, window: Duration): void {
    const key = `${warning.kind} ${other.toString()}`;
    const known = this.#standing.get(key);
    this.#standing.set(
      key,
      known === undefined ? { warning, other, since, until: later(now, window), window } : { ...known, since },
    );
    this.#findDeadline();
  }

  /** Those that have not been seen for their time. `isDeaf`: not everything is heard, so that silence means nothing. */
  takeOver(now: Instant, isDeaf: boolean): readonly WarningOver[] {
    if (this.#deadline === undefined || this.#deadline > now) return [];
    if (!isDeaf) return this.#end(now, ({ until }) => until <= now);
    for (const [key, each] of this.#standing) {
      if (each.until <= now) this.#standing.set(key, { ...each, until: later(now, each.window) });
    }
    this.#findDeadline();
    return [];
  }

  /** There is no reason for it any more: of one kind, or whatever it is. */
  end(now: Instant, kind?: Warning["kind"]): readonly WarningOver[] {
    if (this.#standing.size === 0) return [];
    return this.#end(now, ({ warning }) => kind === undefined || warning.kind === kind);
  }

  #end(now: Instant, isOver: (each: Standing) => boolean): readonly WarningOver[] {
    const over: WarningOver[] = [];
    for (const [key, each] of this.#standing) {
      if (!isOver(each)) continue;
      this.#standing.delete(key);
      const { warning, other, since } = each;
      over.push({ warning, other, since, lasted: elapsed(since, now) });
    }
    this.#findDeadline();
    return over;
  }

  #mayBegin(now: Instant, kind: Warning["kind"]): boolean {
    let beginnings = this.#beginnings.get(kind);
    if (beginnings === undefined) {
      beginnings = new Repetition();
      this.#beginnings.set(kind, beginnings);
    }
    beginnings.begin(now);
    let count = 0;
    for (const { warning } of this.#standing.values()) if (warning.kind === kind) count += 1;
    if (count >= othersPerKind) {
      beginnings.count(now, "warning");
      return false;
    }
    return beginnings.mayTell(now, "warning");
  }

  #findDeadline(): void {
    let first: Instant | undefined;
    for (const { until } of this.#standing.values()) first = earlier(first, until);
    this.#deadline = first;
  }
}

/** Another master is heard for so many intervals before it is more than an election. */
const patienceIntervals = 3;

/** So many adverts in a row have to be rejected before it is more than a stray packet. */
export const rejectionStreak = 3;

/** How long two masters have to go on for it to be more. */
export function patience(interval: Duration): Duration {
  return times(interval, patienceIntervals);
}
