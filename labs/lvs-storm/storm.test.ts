import assert from "node:assert/strict";
import { test } from "node:test";

import { holdfast, programs, reasonToSkip } from "../programs.ts";
import { tellOf } from "./report.ts";
import { brew } from "./storm.ts";

const skip = (await reasonToSkip()) || (programs.includes(holdfast) ? false : "C Keepalived knows no nftables");
/** 100 has 100,000 requests made during 200 deaths, in half a minute. */
const share = Number(process.env["STORM"] ?? 15);
const size = { requests: share * 1000, deaths: share * 2, seed: 5 };

test(
  `${size.requests} requests during ${size.deaths} deaths: none to the dead, no connection to the living breaks`,
  { skip },
  async (context) => {
    const report = await brew(size);
    for (const line of tellOf(report)) context.diagnostic(line);
    assert.deepEqual(report.misled, []);
    assert.deepEqual(report.unfair, []);
    // Or it was no storm, or nobody saw it.
    assert.equal(report.unseen, 0);
    assert.ok(report.unlucky > 0, "nothing was sent to those who had just died");
    assert.ok(report.dwelling.answers > size.deaths);
    assert.ok(report.answered > 0.5 * report.requests);
  },
);
