import assert from "node:assert/strict";
import { test } from "node:test";

import type { Rng } from "../../src/base/rng.ts";
import { microseconds, sum } from "../../src/base/time.ts";
import { forEachSeed, randomSegment, virtualAddress } from "./random-segment.ts";

/**
 * Make before break: an orderly stop of the owner leaves no moment without one, whoever comes next. Random versions,
 * intervals, priorities and numbers of nodes on a loss-free segment.
 */

const runs = 500;

function run(rng: Rng): void {
  const { cluster, downInterval, interval } = randomSegment(rng, () => 0);
  const settled = sum(downInterval, downInterval, interval);
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
  forEachSeed(runs, run);
});
