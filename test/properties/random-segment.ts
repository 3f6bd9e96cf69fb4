import { Rng } from "../../src/base/rng.ts";
import { type Duration, microseconds, milliseconds, seconds } from "../../src/base/time.ts";
import { Cluster, SimulatedNode } from "../../src/sim/cluster.ts";
import { parseInstance, Words } from "../../src/sim/script-language.ts";
import { masterDownInterval } from "../../src/vrrp/timing.ts";

/** The one that all nodes share. */
export const virtualAddress = "192.0.2.100/32";

export type Segment = {
  readonly cluster: Cluster;
  readonly interval: Duration;
  /** Of the backup that waits longest. */
  readonly downInterval: Duration;
};

/**
 * Two to four nodes with one virtual router of random version, interval and priorities; `loss` is the part of packets.
 */
export function randomSegment(rng: Rng, loss: (rng: Rng) => number): Segment {
  const version = rng.pick([2, 3] as const);
  const interval = version === 2 ? seconds(1 + rng.below(3)) : milliseconds(10 * (1 + rng.below(300)));
  const nodes = Array.from({ length: 2 + rng.below(3) }, (_, index) => {
    const preempt = rng.chance(0.7) ? "yes" : "no";
    const line = `instance VI_1 version=${version} priority=${1 + rng.below(254)} advert=${interval / 1000}ms preempt=${preempt}`;
    const config = {
      instances: [parseInstance(new Words(line))],
      syncGroups: [],
      scripts: [],
      startupDelay: seconds(0),
    };
    return new SimulatedNode(`n${index}`, config, [`192.0.2.${index + 1}/24`]);
  });
  const delay = { least: microseconds(50), most: microseconds(2000) };
  const cluster = new Cluster(nodes, { delay, loss: loss(rng) }, rng.fork());
  return { cluster, interval, downInterval: masterDownInterval(version, 1, interval, 3) };
}

/** Every run is a seed; a failure names it. */
export function forEachSeed(runs: number, run: (rng: Rng) => void): void {
  for (let seed = 1; seed <= runs; seed += 1) {
    try {
      run(new Rng(seed));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}
