import assert from "node:assert/strict";
import { test } from "node:test";

import { Findings, maximumDiagnostics, Reporter } from "./reporter.ts";

const source = { path: "a.conf", text: "abc" };

void test("findings come in the order of the text, those without a place last", () => {
  const findings = new Findings();
  const report = new Reporter(findings);
  report.note("unused", undefined, "nowhere");
  report.error("conflict", { source, start: 2, end: 3 }, "later");
  report.within("VI_1").warning("conflict", { source, start: 0, end: 1 }, "earlier");
  assert.deepEqual(
    findings.sorted().map(({ severity, message, effect }) => `${severity} ${message} ${effect}`),
    ["warning (VI_1) earlier configuration", "error later configuration", "note nowhere none"],
  );
  assert.equal(findings.fatal, false);
});

void test("the number of findings is bounded, but not what they decide", () => {
  const findings = new Findings();
  const report = new Reporter(findings);
  for (let count = 0; count < maximumDiagnostics + 7; count++) report.warning("repeated", undefined, "again");
  assert.equal(findings.sorted().length, maximumDiagnostics + 1);
  assert.equal(findings.sorted().at(-1)?.message, "7 further findings are not shown");
  report.warning("script-security", undefined, "a new class", { effect: "security" });
  report.fatal("conflict", undefined, "the first fatal one");
  assert.equal(findings.fatal, true);
  const kept = new Set(findings.sorted().map(({ message }) => message));
  assert(kept.has("a new class"));
  assert(kept.has("the first fatal one"));
});

void test("a key is new once", () => {
  const report = new Reporter(new Findings());
  assert.deepEqual([report.first("a"), report.within("b").first("a"), report.first("b")], [true, false, true]);
});
