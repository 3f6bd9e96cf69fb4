import assert from "node:assert/strict";
import { test } from "node:test";

import { explore } from "../../src/rehearse/explore/explore.ts";
import { printExploration } from "../../src/rehearse/explore/report.ts";
import { allExamples, planOf } from "./example-plan.ts";

/*
 * No false alarm: what is wrong with none of the examples is found in none of them. HOLDFAST_SEEDS=1000 tries more,
 * which takes about a second for each thousand and example.
 */

const seeds = Number(process.env["HOLDFAST_SEEDS"] ?? "60");

for (const example of allExamples()) {
  void test(`${example.name} keeps what the protocol promises, whatever happens, with ${seeds} seeds`, () => {
    const exploration = explore(planOf(example), 1, seeds);
    assert.deepEqual(exploration.failing, [], printExploration(exploration));
  });
}
