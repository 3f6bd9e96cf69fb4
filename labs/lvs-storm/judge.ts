import { elapsed, instant, later, milliseconds, type Duration, type Instant } from "../../src/base/time.ts";
import type { Break } from "../lvs-director/dwellers.ts";
import type { Arrival } from "./arrivals.ts";
import type { Death } from "./fate.ts";

/** A request that went to a server known to be dead, and for how long it had been known. */
export type Misled = { readonly server: string; readonly known: Duration };

/** What may pass from the line of the log to the last request that goes there. */
export const grace: Duration = milliseconds(50);

/** Requests that went to a dead server after `grace`, from its death being known to its return. */
export function findMisled(arrivals: readonly Arrival[], deaths: readonly Death[]): readonly Misled[] {
  return arrivals.flatMap(({ server, time }) => {
    const death = deaths.find((each) => each.server === server && each.known < time && time < each.reopened);
    if (death === undefined) return [];
    const known = elapsed(death.known, time);
    return known > grace ? [{ server, known }] : [];
  });
}

/** Requests that went to a dead server while nobody could know: there must be some, or nothing was tried. */
export function countUnlucky(arrivals: readonly Arrival[], deaths: readonly Death[]): number {
  return arrivals.filter(({ server, time }) =>
    deaths.some((each) => each.server === server && each.died < time && time <= each.known),
  ).length;
}

/** Connections that broke although their server had been alive since they last had an answer. */
export function findUnfair(breaks: readonly Break[], deaths: readonly Death[]): readonly Break[] {
  return breaks.filter(({ server, heard, at }) => {
    const [from, to] = [wallTime(heard - 1), wallTime(at + 1)];
    return !deaths.some((each) => each.server === server && each.died <= to && from <= later(each.reopened, grace));
  });
}

function wallTime(value: number): Instant {
  return instant(value * 1000);
}
