import assert from "node:assert/strict";
import { test } from "node:test";

import { holdfast, programs, reasonToSkip } from "../programs.ts";
import { brew } from "./storm.ts";
import { tellOf } from "./report.ts";

const skip = (await reasonToSkip()) || (programs.includes(holdfast) ? false : "C Keepalived knows no nftables");

// `npm run bench -- lvs-storm` has five times as many of both.
test(
  "20,000 requests during 40 deaths: none to the dead, no connection to the living breaks",
  { skip },
  async (context) => {
    const report = await brew({ requests: 20_000, deaths: 40, seed: 5 });
    for (const line of tellOf(report)) context.diagnostic(line);
    assert.deepEqual(report.misled, []);
    assert.deepEqual(report.unfair, []);
    assert.ok(report.unlucky > 0, "nothing was sent to the dying: it was no storm");
    assert.ok(report.answered > 0.8 * report.requests);
  },
);
