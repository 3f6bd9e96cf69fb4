import assert from "node:assert/strict";
import { test } from "node:test";

import type { Rng } from "../../src/base/rng.ts";
import { milliseconds, sum } from "../../src/base/time.ts";
import type { SimulatedNode } from "../../src/sim/cluster.ts";
import { forEachSeed, randomSegment, virtualAddress } from "./random-segment.ts";

/**
 * Maintenance leaves no moment without an owner, whether somebody takes over or nobody does, and who is in it is never
 * master. Random versions, intervals, priorities, losses and numbers of nodes.
 */

const runs = 500;

const isWithheld = ({ engine }: SimulatedNode): boolean =>
  engine?.instances.some(({ state, faults }) => state.name === "fault" && faults.length > 0) === true;

function run(rng: Rng): { readonly handedOver: number; readonly refused: number } {
  let isLossy = false;
  const { cluster, downInterval, interval } = randomSegment(rng, () => {
    isLossy = rng.chance(0.5);
    return isLossy ? 0.05 : 0;
  });
  const settled = sum(downInterval, downInterval, interval, milliseconds(200));
  for (const node of cluster.nodes) cluster.start(node);
  cluster.advance(settled);
  const out = new Set<SimulatedNode>();
  cluster.afterStep = () => {
    assert.ok(cluster.owners(virtualAddress).length > 0, "nobody has the address");
    for (const node of out) assert.equal(node.engine?.instances[0]?.state.name, "fault", `${node.name} takes part`);
  };
  let refused = 0;
  for (let round = 0; round < 2 * cluster.nodes.length; round += 1) {
    const [owner] = cluster.owners(virtualAddress);
    assert.ok(owner !== undefined && !out.has(owner));
    const isLast = out.size === cluster.nodes.length - 1;
    cluster.maintain(owner, true);
    cluster.advance(settled);
    if (isWithheld(owner)) out.add(owner);
    else refused += 1;
    if (!isLossy) assert.equal(out.has(owner), !isLast, "handed over where there is somebody, and nowhere else");
    if (isLast) {
      assert.ok(!out.has(owner));
      for (const node of out) {
        out.delete(node);
        cluster.maintain(node, false);
      }
      cluster.advance(settled);
    }
  }
  return { handedOver: 2 * cluster.nodes.length - refused, refused };
}

test(`maintenance leaves no moment without an owner, in ${runs} random runs`, (context) => {
  const total = { handedOver: 0, refused: 0 };
  forEachSeed(runs, (rng) => {
    const { handedOver, refused } = run(rng);
    total.handedOver += handedOver;
    total.refused += refused;
  });
  context.diagnostic(`handed over ${total.handedOver} times, refused ${total.refused} times`);
  assert.ok(total.handedOver > runs && total.refused > runs / 2);
});
