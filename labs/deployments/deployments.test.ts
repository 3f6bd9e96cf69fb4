import { describe, test } from "node:test";

import { pairings, reasonToSkip } from "../programs.ts";
import { dualActive } from "./dual-active.ts";
import { dualActiveMaintenance } from "./dual-active-maintenance.ts";
import { httpdNopreempt } from "./httpd-nopreempt.ts";
import { neutronRouter } from "./neutron-router.ts";
import { nginxDual, nginxPair } from "./nginx.ts";
import { type Deployment, Pair } from "./pair.ts";
import { syncGroupMail } from "./sync-group-mail.ts";
import { unicastPair } from "./unicast-pair.ts";

// The files of examples/ as they are, on machines like those they were written for: what an operator sees of each,
// with Holdfast on both nodes and with C Keepalived on one. Nearly all of the time is waiting, so many wait together.

/** The longest stories first. */
const deployments: readonly Deployment[] = [
  neutronRouter,
  httpdNopreempt,
  syncGroupMail,
  dualActiveMaintenance,
  unicastPair,
  dualActive,
  nginxDual,
  nginxPair,
];

describe("deployments", { concurrency: 12, skip: await reasonToSkip() }, () => {
  for (const deployment of deployments) {
    for (const pairing of pairings) {
      const [first, second] = pairing;
      test(`${deployment.name}: ${first.name} with ${second.name}`, async (context) => {
        const pair = await Pair.open(deployment, pairing);
        context.after(async () => pair.close());
        try {
          await deployment.tell(pair);
        } catch (error) {
          for (const line of pair.journal) context.diagnostic(line);
          throw error;
        }
      });
    }
  }
});
