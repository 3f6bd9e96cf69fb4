import { parseArgs } from "node:util";

import { seconds } from "../../src/base/time.ts";
import { reasonToSkip } from "../programs.ts";
import { makePlan } from "./plan.ts";
import { explain, printSummary, printViolations } from "./report.ts";
import { Chaos, quiet } from "./run.ts";

// `npm run chaos`: five minutes of troubles. `npm run chaos -- --seed N --seconds 60` plays a plan again, or a shorter
// one.

const { values } = parseArgs({ options: { seed: { type: "string" }, seconds: { type: "string", default: "300" } } });
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const length = Number(values.seconds);
const obstacle = await reasonToSkip();
if (!Number.isSafeInteger(seed) || !(length > 0) || obstacle !== false) {
  console.error(obstacle === false ? "Usage: npm run chaos -- [--seed N] [--seconds N]" : `Not here: ${obstacle}`);
  process.exit(1);
}
console.log(`seed ${seed}, ${length} s`);
const chaos = await Chaos.open(makePlan(seed, seconds(length), quiet), console.log);
try {
  const outcome = await chaos.play();
  for (const line of explain(outcome)) console.log(line);
  for (const line of printViolations(outcome)) console.log(line);
  console.log(`seed ${seed}: ${printSummary(outcome)}`);
  process.exitCode = outcome.violations.length === 0 ? 0 : 1;
} finally {
  await chaos.close();
}
