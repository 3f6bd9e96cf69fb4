import type { IpAddress } from "../../base/ip-address.ts";
import { type Duration, microseconds, times } from "../../base/time.ts";
import type { RealServer } from "../../lvs/config.ts";
import { isSameValue } from "../../lvs/same-value.ts";
import { serviceName } from "../../lvs/service-name.ts";
import type { Spread } from "../rehearse.ts";
import type { Balancing } from "./balancing.ts";
import { type ListedServer, serversOf } from "./catalogue.ts";
import { backAfter, leftAfter } from "./delays.ts";
import { printEndpoint } from "./labels.ts";
import { LatestStart } from "./latest-start.ts";
import { checksIn, checkPatience } from "./patience.ts";
import { type Shift, Trial } from "./trial.ts";

/** At how many points of the rhythm a failure is tried, and at how many moments that may be the worst. */
const usualPhases = 8;
const mostMoments = 4;
/** Checks and servers that the tries of one failure may cost: with very many there are fewer tries. */
const checkBudget = 20_000;

/** How long it takes until a virtual server has found out. */
export type ServerDelays = {
  /** From its death, when nothing answers any more, until it is out; undefined: it stays. */
  readonly leaves: Spread | undefined;
  /** The same for a service that refuses connections, on a machine that goes on. */
  readonly leavesRefusing: Spread | undefined;
  /** From its return until connections go to it again; undefined: it was never out, or stays out. */
  readonly returns: Spread | undefined;
  /** A daemon that starts while it is dead sends connections there for at most so long; undefined: for good. */
  readonly staysAtStart: Duration | undefined;
  /** The same for a node that takes over and has not checked while the address was elsewhere (`ha_suspend`). */
  readonly staysAtTakeOver: Duration | undefined;
};

type Known = { readonly likeness: unknown; readonly delays: readonly ServerDelays[] };

/** Tries failures of the servers of one machine; servers that are like others are not tried again. */
export class DelayTrials {
  readonly #known = new Map<string, Known[]>();

  /** Of each virtual server; all of them have servers at `address`, and `gets` says which of these get connections. */
  of(
    nodes: readonly string[],
    balancing: Balancing,
    addresses: readonly IpAddress[],
    address: string,
    gets: (index: number, server: RealServer) => boolean,
  ): readonly ServerDelays[] {
    const { virtualServers } = balancing.config;
    const own = virtualServers.map(({ realServers }, index) =>
      realServers.filter((each) => each.address.toString() === address && gets(index, each)),
    );
    const key = [...nodes, ...virtualServers.map(serviceName)].join(" ");
    const known = this.#known.get(key) ?? [];
    this.#known.set(key, known);
    const likeness = own.map((servers) => servers.map(({ weight, checkers, alpha }) => ({ weight, checkers, alpha })));
    const found = known.find((each) => isSameValue(each.likeness, likeness));
    if (found !== undefined) return found.delays;
    const delays = tryAll(
      balancing,
      addresses,
      address,
      own.map((servers) => servers.map(printEndpoint)),
    );
    known.push({ likeness, delays });
    return delays;
  }
}

/** Of each try the shifts of all services. */
type Tries = readonly (readonly Shift[])[];

function tryAll(
  balancing: Balancing,
  addresses: readonly IpAddress[],
  address: string,
  labels: readonly (readonly string[])[],
): readonly ServerDelays[] {
  const servers = serversOf(balancing.config).filter((each) => each.address === address);
  const begin = (rng?: LatestStart): Trial => new Trial(balancing, addresses, rng);
  const phases = phasesOf(balancing);
  const dead = failures(begin, servers, "dead", phases);
  const refusing = failures(begin, servers, "refusing", phases);
  const back = returns(begin, servers, phases);
  const late = begin(new LatestStart());
  late.set(servers, "dead");
  const starts = late.start();
  const takeOvers = takeOver(begin(new LatestStart()), servers, addresses);
  return labels.map((own, index) => {
    const spread = (
      { uniform, worst }: { readonly uniform: Tries; readonly worst: Tries },
      lengthOf: typeof leftAfter,
    ) => {
      const lengths = (tries: Tries): readonly (Duration | undefined)[] =>
        tries.flatMap((shifts) => shifts.slice(index, index + 1).map(({ stretches }) => lengthOf(stretches, own)));
      return spreadOf(lengths(uniform), lengths(worst));
    };
    return {
      leaves: spread(dead, leftAfter),
      leavesRefusing: spread(refusing, leftAfter),
      returns: spread(back, backAfter),
      staysAtStart: leftAfter(starts[index]?.stretches ?? [], own),
      staysAtTakeOver: leftAfter(takeOvers[index]?.stretches ?? [], own),
    };
  });
}

/** The address goes, the servers die, and the address comes back: what checks rested finds it out now. */
function takeOver(trial: Trial, servers: readonly ListedServer[], addresses: readonly IpAddress[]): readonly Shift[] {
  trial.start();
  trial.hasAddresses([]);
  trial.set(servers, "dead");
  trial.advance(trial.patience);
  return trial.watch(() => trial.hasAddresses(addresses));
}

function phasesOf(balancing: Balancing): number {
  const servers = balancing.config.virtualServers.reduce((count, { realServers }) => count + realServers.length, 0);
  const cost = servers + checksIn(balancing, times(checkPatience(balancing), 3));
  return Math.min(usualPhases, Math.max(1, Math.floor(checkBudget / cost / 4)));
}

/** All is well and has settled; `offset` later something happens. */
function settled(begin: () => Trial, offset = microseconds(0)): Trial {
  const trial = begin();
  trial.start();
  trial.advance(offset);
  return trial;
}

/** Right after a check has ended the next one is the furthest away. */
function failures(
  begin: () => Trial,
  servers: readonly ListedServer[],
  condition: "dead" | "refusing",
  phases: number,
): { readonly uniform: Tries; readonly worst: Tries } {
  const strike = (offset: Duration): readonly Shift[] => {
    const trial = settled(begin, offset);
    return trial.watch(() => trial.set(servers, condition));
  };
  const isThorough = phases >= usualPhases;
  return {
    uniform: offsets(begin().rhythm, phases).map(strike),
    worst: isThorough ? after(settled(begin).moments("ends", servers)).map(strike) : [],
  };
}

/** Right after a check has begun it is the next but one that finds the server well. */
function returns(
  begin: () => Trial,
  servers: readonly ListedServer[],
  phases: number,
): { readonly uniform: Tries; readonly worst: Tries } {
  const failed = (): Trial => {
    const trial = settled(begin);
    trial.watch(() => trial.set(servers, "dead"));
    return trial;
  };
  const mend = (offset: Duration): readonly Shift[] => {
    const trial = failed();
    trial.advance(offset);
    return trial.watch(() => trial.set(servers, "well"));
  };
  const isThorough = phases >= usualPhases;
  return {
    uniform: offsets(begin().deadRhythm, phases).map(mend),
    worst: isThorough ? after(failed().moments("begins", servers)).map(mend) : [],
  };
}

function offsets(rhythm: Duration, phases: number): readonly Duration[] {
  return Array.from({ length: phases }, (_, index) => times(rhythm, index / phases));
}

function after(moments: readonly Duration[]): readonly Duration[] {
  return Array.from(new Set(moments), (each) => microseconds(each + 1)).slice(0, mostMoments);
}

/** Undefined: it did not happen, at least once. */
function spreadOf(
  uniform: readonly (Duration | undefined)[],
  worst: readonly (Duration | undefined)[],
): Spread | undefined {
  const all = [...uniform, ...worst];
  if (all.length === 0 || all.includes(undefined)) return undefined;
  const sum = uniform.reduce<number>((so, each) => so + (each ?? 0), 0);
  return {
    worst: microseconds(Math.max(...all.map((each) => each ?? 0))),
    expected: microseconds(sum / uniform.length),
  };
}
