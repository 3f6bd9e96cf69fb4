import assert from "node:assert/strict";
import { test } from "node:test";

import { Rng } from "../../src/base/rng.ts";
import { type Duration, microseconds, milliseconds, seconds, sum } from "../../src/base/time.ts";
import { Cluster, SimulatedNode } from "../../src/sim/cluster.ts";
import { parseInstance, Words } from "../../src/sim/script-language.ts";
import { masterDownInterval } from "../../src/vrrp/timing.ts";

/**
 * Make before break: an orderly stop of the owner leaves no moment without one, whoever comes next. Random versions,
 * intervals, priorities and numbers of nodes on a loss-free segment. Every run is a seed; a failure names it.
 */

const virtualAddress = "192.0.2.100/32";
const runs = 500;

function build(rng: Rng): { readonly cluster: Cluster; readonly settled: Duration } {
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
  const cluster = new Cluster(nodes, { delay, loss: 0 }, rng.fork());
  const downInterval = masterDownInterval(version, 1, interval, 3);
  return { cluster, settled: sum(downInterval, downInterval, interval) };
}

function run(seed: number): void {
  const rng = new Rng(seed);
  const { cluster, settled } = build(rng);
  for (const node of cluster.nodes) {
    cluster.start(node);
    if (rng.chance(0.5)) cluster.advance(microseconds(rng.below(settled)));
  }
  cluster.advance(settled);
  cluster.afterStep = () => assert.ok(cluster.owners(virtualAddress).length > 0, "nobody has the address");
  for (let left = cluster.nodes.length; left > 1; left -= 1) {
    const [owner, ...others] = cluster.owners(virtualAddress);
    assert.ok(owner !== undefined && others.length === 0);
    cluster.stop(owner);
    cluster.advance(settled);
    assert.equal(owner.engine, undefined);
  }
}

test(`an orderly stop leaves no moment without an owner, in ${runs} random runs`, () => {
  for (let seed = 1; seed <= runs; seed += 1) {
    try {
      run(seed);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
});
