import assert from "node:assert/strict";
import { test } from "node:test";

import { configTestStatus } from "./config-test.ts";
import type { ConfigTestEffect } from "./diagnostic.ts";
import { Findings, Reporter } from "./reporter.ts";

function status(...effects: readonly ConfigTestEffect[]): number {
  const findings = new Findings();
  for (const effect of effects) new Reporter(findings).error("conflict", undefined, "m", { effect });
  return configTestStatus(findings.sorted());
}

void test("each class has its status, and the highest wins", () => {
  assert.deepEqual(
    [
      status(),
      status("none"),
      status("cannot-run"),
      status("configuration"),
      status("security"),
      status("cannot-run", "security", "configuration"),
      status("cannot-run", "configuration", "none"),
    ],
    [0, 0, 4, 5, 6, 6, 5],
  );
});

void test("a missing word ends the test at once with 2", () => {
  assert.equal(status("security", "missing-parameter"), 2);
});
