import { type Duration, elapsed, type Instant, sum, times } from "../base/time.ts";
import { type InstanceConfig, ownerPriority, type VrrpConfig } from "./config.ts";
import { addressPlace, difference, held, type Held, nothingHeld } from "./held.ts";
import { matchInstances } from "./matching.ts";
import type { LeftInstance, Predecessor } from "./predecessor.ts";
import { masterDownInterval } from "./timing.ts";

/** The highest priority that a backup can have: its skew time is the shortest. */
const fastestBackup = 254;

/** Missed adverts that make a backup take over when its own configuration does not say otherwise. */
const usualMissedAdverts = 3;

/** What part of an interval is left for our first advert to be sent and heard. */
const margin = 0.25;

/** What becomes of what a predecessor has left behind. */
export type Adoption = {
  /** Its masters that go on, by the name of the instance that continues them, and how long each has been silent. */
  readonly adopted: ReadonlyMap<string, Duration>;
  /** What it held and nobody goes on with, to be taken away. */
  readonly leftovers: Held;
};

/**
 * A master is adopted while no backup can have missed it: then nobody else has become master, and its addresses stay
 * where they are. A sync group is adopted as a whole or not at all. An address owner becomes master at once in any
 * case. `isFit` tells by name whether an instance could be master at all; `statics` stay whoever is master.
 */
export function planAdoption(
  now: Instant,
  { instances: left, statics: former = nothingHeld }: Predecessor,
  config: VrrpConfig,
  { isFit, statics }: { readonly isFit: (name: string) => boolean; readonly statics: Held },
): Adoption {
  const masters = left.filter(({ state }) => state === "master");
  const { kept } = matchInstances(
    masters.map((instance) => ({ config: instance, left: instance })),
    config.instances,
  );
  const adopted = new Map<string, Duration>();
  for (const instance of config.instances) {
    const silence = silenceOf(now, kept.get(instance.name)?.left);
    if (silence === undefined || !isFit(instance.name)) continue;
    if (silence < longestSilence(instance) || instance.priority === ownerPriority) adopted.set(instance.name, silence);
  }
  for (const { members } of config.syncGroups) {
    if (members.every((name) => adopted.has(name))) continue;
    for (const name of members) adopted.delete(name);
  }
  const goesOn = config.instances.filter(({ name }) => adopted.has(name)).map(held);
  const were = merged([former, ...masters.map((master) => master.held)]);
  return { adopted, leftovers: without(were, merged([statics, ...goesOn])) };
}

function silenceOf(now: Instant, left: LeftInstance | undefined): Duration | undefined {
  return left?.advertisedAt === undefined ? undefined : elapsed(left.advertisedAt, now);
}

/** For how long after a master's last advert no backup takes over, whatever its priority. */
function longestSilence({ version, advertInterval, downTimerAdverts }: InstanceConfig): Duration {
  const missed = Math.min(downTimerAdverts, usualMissedAdverts);
  return sum(masterDownInterval(version, fastestBackup, advertInterval, missed), times(advertInterval, -margin));
}

function merged(all: readonly Held[]): Held {
  return {
    addresses: all.flatMap(({ addresses }) => addresses),
    routes: all.flatMap(({ routes }) => routes),
    rules: all.flatMap(({ rules }) => rules),
  };
}

function without(what: Held, others: Held): Held {
  const { routes, rules } = difference(what, others).gone;
  // An address with another label in the same place is not taken away: what has been put there last would go.
  const places = new Set(others.addresses.map(addressPlace));
  return { addresses: what.addresses.filter((address) => !places.has(addressPlace(address))), routes, rules };
}
