import assert from "node:assert/strict";
import { test } from "node:test";

import { playStory } from "../../src/rehearse/story/play.ts";
import { playCluster, randomTrial, runsPerCluster } from "./rehearsals.ts";

/**
 * S31, S32, S33 on the world of rehearsals: random files, random troubles and faults, and what the protocol promises of
 * each story. Here are clusters of two; `rehearse-crowds.test.ts` has larger ones, in a process of its own beside this.
 */

const clusters = 700;

void test(`S32 S33: two nodes keep what the protocol promises, in ${clusters * runsPerCluster} random runs`, () => {
  for (let cluster = 1; cluster <= clusters; cluster += 1) playCluster(cluster, 2);
});

void test("S31: the same seed gives the same trace, byte for byte", () => {
  for (const cluster of [3, 14, 159]) {
    const [first, again] = [1, 2].map(() => {
      const { plan, trial } = randomTrial(cluster, 3);
      const stories = Array.from({ length: 20 }, (_, seed) => playStory(trial.storyOf(seed), plan).trace.join("\n"));
      return stories.join("\n\n");
    });
    assert.ok((first ?? "").length > 1000);
    assert.equal(again, first);
  }
});
