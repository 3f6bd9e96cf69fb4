import { describe, test } from "node:test";

import { pairings, reasonToSkip } from "../programs.ts";
import type { Scenario, Variant } from "./scenario.ts";
import { dualActive, dualActiveMaintenance, unicastPair } from "./scenarios.ts";
import { Story } from "./story.ts";

// Two daemons play one router: whoever is master, whatever happens to it, each address gets exactly one owner, the
// right one, and soon enough when it was stopped. Each cell of the matrix is a network of its own, and most of its time
// is waiting.

const variants: readonly Variant[] = ["v2", "v3", "v3 over IPv6"];
const scenarios: readonly ((variant: Variant) => Scenario)[] = [dualActiveMaintenance, dualActive, unicastPair];

describe("interoperability", { concurrency: 9, skip: await reasonToSkip() }, () => {
  for (const variant of variants) {
    for (const scenario of scenarios) {
      for (const pairing of pairings) {
        const { name } = scenario(variant);
        const [first, second] = pairing;
        test(`${name}, ${variant}: ${first.name} with ${second.name}`, async (context) => {
          const story = await Story.open(scenario(variant), pairing);
          context.after(async () => story.close());
          try {
            await story.begin();
            await story.powerCut(story.holder);
            await story.stop(story.holder);
            await story.linkCut(story.holder);
            await story.maintain();
            story.checkPackets();
          } catch (error) {
            for (const line of story.journal) context.diagnostic(line);
            throw error;
          }
        });
      }
    }
  }
});
