import { type Duration, elapsed, zeroDuration } from "../../base/time.ts";
import type { Stretch } from "../timeline.ts";
import { isSorryShare, serverOfShare } from "./labels.ts";

/**
 * From the beginning until none of the servers gets connections any more; undefined: one of them still does at the end.
 */
export function leftAfter(stretches: readonly Stretch[], servers: readonly string[]): Duration | undefined {
  const last = stretches.findLast((stretch) => servers.some((each) => isIn(stretch, each)));
  if (last === undefined) return zeroDuration;
  return last === stretches.at(-1) ? undefined : sinceBegin(stretches, last.until);
}

/** From the beginning until all of them get connections and go on to; undefined: they do not, or did all the time. */
export function backAfter(stretches: readonly Stretch[], servers: readonly string[]): Duration | undefined {
  const isWhole = (stretch: Stretch): boolean => servers.every((each) => isIn(stretch, each));
  const last = stretches.findLast((stretch) => !isWhole(stretch));
  if (last === undefined || last === stretches.at(-1)) return undefined;
  return sinceBegin(stretches, last.until);
}

/** From the beginning until some real server gets connections; undefined: none does. */
export function answeredAfter(stretches: readonly Stretch[]): Duration | undefined {
  const first = stretches.find(({ owners }) => owners.some((each) => !isSorryShare(each)));
  return first && sinceBegin(stretches, first.from);
}

export function isIn({ owners }: Pick<Stretch, "owners">, server: string): boolean {
  return owners.some((share) => serverOfShare(share) === server);
}

function sinceBegin([first]: readonly Stretch[], at: Stretch["from"]): Duration {
  return first === undefined ? zeroDuration : elapsed(first.from, at);
}
