import { parseArgs } from "node:util";

import { describeFailure, failuresOf } from "../../src/rehearse/events.ts";
import { reasonToSkip } from "../programs.ts";
import { carryOut } from "./campaign.ts";
import { asWritten, deploymentNames, hurried, readDeployment } from "./deployment.ts";
import { printSummary, printTable } from "./table.ts";

/*
 * `npm run rehearse:prove`: every single failure of every directory of examples/, and its end, foretold and carried
 * out. `npm run rehearse:prove -- --hurried nginx-pair`: of that one only, with adverts ten times as often.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hurried: { type: "boolean", default: false },
    moves: { type: "boolean", default: false },
    event: { type: "string", default: "" },
    without: { type: "string" },
    at: { type: "string" },
  },
});
const names = deploymentNames();
const obstacle = await reasonToSkip();
if (obstacle !== false || !positionals.every((name) => names.includes(name))) {
  const usage = `Usage: npm run rehearse:prove -- [--hurried] [--moves] [--event TEXT] [--without TEXT] [--at COUNT] [${names.join("|")}]...`;
  console.error(obstacle === false ? usage : `Not here: ${obstacle}`);
  process.exit(1);
}

/** Measuring to 20 ms takes a machine that has little else to do. */
const atATime = Number(values.at ?? (values.hurried ? 4 : 10));
const deployments = (positionals.length > 0 ? positionals : names).map((name) =>
  readDeployment(name, values.hurried ? hurried : asWritten),
);
const trials = deployments.flatMap((deployment) =>
  failuresOf(deployment.plan)
    .filter((failure) => isMeant(describeFailure(failure)))
    .map((failure) => ({ deployment, failure, isBrief: false })),
);
const { rows, complaints } = await carryOut(trials, { atATime, returns: true });
const shown = values.moves
  ? rows.filter(({ isTrue, predicted }) => !isTrue || predicted.settledAfter !== undefined)
  : rows;
for (const line of [...printTable(shown), ...complaints]) console.log(line);
console.log(printSummary(rows));
process.exitCode = complaints.length === 0 && rows.every(({ isTrue }) => isTrue) ? 0 : 1;

function isMeant(event: string): boolean {
  return event.includes(values.event) && (values.without === undefined || !event.includes(values.without));
}
