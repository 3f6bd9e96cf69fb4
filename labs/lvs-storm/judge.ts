import {
  elapsed,
  instant,
  later,
  milliseconds,
  printDuration,
  type Duration,
  type Instant,
} from "../../src/base/time.ts";
import type { Break } from "../lvs-director/dwellers.ts";
import type { Arrival } from "./arrivals.ts";
import type { Belief, Fate } from "./fate.ts";

/** A request that went to a server known to be dead, and for how long it had been known. */
export type Misled = { readonly server: string; readonly known: Duration };

/** A break that nothing explains: when the server had last come back, and what the director came to believe before. */
export type Unfair = Break & { readonly returned: string; readonly before: readonly string[] };

/** What has happened to the servers, and what the director has believed. */
type Life = Pick<Fate, "deaths" | "beliefs">;

/** What may pass from the line of the log to the last request that goes there. */
export const grace: Duration = milliseconds(50);

/** Requests that went to a dead server: those that nobody could know of, and those that `grace` does not excuse. */
export function judge(
  arrivals: readonly Arrival[],
  { deaths, beliefs }: Life,
): { readonly unlucky: number; readonly misled: readonly Misled[] } {
  const misled: Misled[] = [];
  let unlucky = 0;
  for (const { server, time } of arrivals) {
    const death = deaths.find((each) => each.server === server && each.died < time && time < each.reopened);
    if (death === undefined) continue;
    const belief = beliefs.findLast((each) => each.server === server && each.time < time);
    const known = belief?.isAlive === false ? elapsed(latest(belief.time, death.died), time) : undefined;
    if (known === undefined) unlucky += 1;
    else if (known > grace) misled.push({ server, known });
  }
  return { unlucky, misled };
}

/** How long after each death it was known. */
export function delaysOf({ deaths, beliefs }: Life): readonly Duration[] {
  return deaths.flatMap(({ server, died, reopened }) => {
    const of = beliefs.filter((each) => each.server === server);
    const before = of.findLast(({ time }) => time <= died);
    const belief = of.find(({ time, isAlive }) => !isAlive && time > died && time < reopened);
    return belief === undefined || before?.isAlive === false ? [] : [elapsed(died, belief.time)];
  });
}

/** Connections that broke although their server has been alive since the last question that it answered. */
export function findUnfair(breaks: readonly Break[], { deaths, beliefs }: Life): readonly Unfair[] {
  return breaks.flatMap((each) => {
    const [from, to] = [wallTime(each.since - 1), wallTime(each.at + 1)];
    const lives = deaths.filter(({ server, died }) => server === each.server && died <= to);
    if (lives.some(({ reopened }) => from <= later(reopened, grace))) return [];
    const believed = beliefs.filter(({ time }) => time <= to).slice(-3);
    return [
      { ...each, returned: printAgo(lives.at(-1)?.reopened, to), before: believed.map((one) => printBelief(one, to)) },
    ];
  });
}

function printBelief({ server, time, isAlive }: Belief, now: Instant): string {
  return `${server} believed ${isAlive ? "alive" : "dead"} ${printAgo(time, now)}`;
}

function printAgo(time: Instant | undefined, now: Instant): string {
  return time === undefined ? "never" : `${printDuration(elapsed(time, now))} before`;
}

function wallTime(value: number): Instant {
  return instant(value * 1000);
}

function latest(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
