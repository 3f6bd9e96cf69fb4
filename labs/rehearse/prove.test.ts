import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { describeFailure, failuresOf } from "../../src/rehearse/events.ts";
import { reasonToSkip } from "../programs.ts";
import { type CampaignResult, carryOut } from "./campaign.ts";
import { deploymentNames, readDeployment } from "./deployment.ts";
import { printSummary, printTable } from "./table.ts";

/*
 * One failure of each directory of examples/, each kind of failure at least once, foretold and carried out side by
 * side. `npm run rehearse:prove` does all of them, and what becomes of their ends.
 */

const chosen: Readonly<Record<string, string>> = {
  "dual-active": "node1 dies",
  "dual-active-maintenance": "script maint-10.71.17.33 fails on node1",
  "httpd-nopreempt": "maintenance on node1",
  "lvs-director": "node1 dies",
  "neutron-router": "qr-5f2c1a7e-01 on node1 loses its link",
  "nginx-dual": "ens33 on node2 loses its link",
  "nginx-pair": "the daemon on node1 stops",
  "sync-group-mail": "bond1 on node1 loses its link",
  "unicast-pair": "maintenance on node1",
};

const names = deploymentNames();
const skip = await reasonToSkip();

describe("what a rehearsal foretells comes true", { skip }, () => {
  let result: CampaignResult = { rows: [], complaints: [] };

  before(async () => {
    const trials = names.flatMap((name) => {
      const deployment = readDeployment(name);
      const failures = failuresOf(deployment.plan).filter((failure) => describeFailure(failure) === chosen[name]);
      return failures.map((failure) => ({ deployment, failure, isBrief: true }));
    });
    result = await carryOut(trials, { atATime: trials.length, returns: false });
  });

  for (const name of names) {
    test(`${name}: ${chosen[name] ?? "nothing is chosen"}`, (context) => {
      const rows = result.rows.filter(({ deployment }) => deployment === name);
      context.diagnostic(printSummary(rows));
      if (rows.length > 0 && rows.every(({ isVoid }) => isVoid)) return context.skip("the machine stood still");
      return assert.ok(rows.length > 0 && rows.every(({ isTrue }) => isTrue), explain(result, name));
    });
  }
});

function explain({ rows, complaints }: CampaignResult, name: string): string {
  return [...printTable(rows.filter(({ deployment }) => deployment === name)), ...complaints].join("\n");
}
