import { parseArgs } from "node:util";

import { Rng } from "../../src/base/rng.ts";
import { BrokenPromise, playCluster, runsPerCluster } from "./rehearsals.ts";

// `npm run rehearse:soak`: random files and stories for five minutes. `-- --seconds 600 --seed N`: for longer, and
// again.

/** Between two lines of progress. */
const reportEvery = 10_000;
const usage = "Usage: npm run rehearse:soak -- [--seconds N] [--seed N]";

type Choice = { readonly seed: number; readonly seconds: number };

function choose(): Choice | undefined {
  try {
    const { values } = parseArgs({
      options: { seed: { type: "string" }, seconds: { type: "string", default: "300" } },
    });
    const choice = { seed: Number(values.seed ?? Date.now() % 1_000_000), seconds: Number(values.seconds) };
    return Number.isSafeInteger(choice.seed) && choice.seed >= 0 && choice.seconds > 0 ? choice : undefined;
  } catch {
    return undefined;
  }
}

/** Clusters of two to five nodes, with short stories and with long ones. Returns the exit status. */
function soak({ seed, seconds }: Choice): number {
  const rng = new Rng(seed);
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  let runs = 0;
  let reported = 0;
  const report = (): void => {
    const rate = Math.round(runs / (elapsed() / 1000));
    console.log(`seed ${seed}: ${runs} runs in ${Math.round(elapsed() / 1000)} s, ${rate} a second`);
    reported = elapsed();
  };
  while (elapsed() < seconds * 1000) {
    try {
      playCluster(rng.below(1_000_000), 2 + rng.below(4), { isHasty: rng.chance(0.5) });
    } catch (error) {
      if (!(error instanceof BrokenPromise)) throw error;
      console.log(error.message);
      report();
      return 1;
    }
    runs += runsPerCluster;
    if (elapsed() - reported > reportEvery) report();
  }
  report();
  return 0;
}

const choice = choose();
if (choice === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  console.log(`seed ${choice.seed}, ${choice.seconds} s`);
  process.exitCode = soak(choice);
}
