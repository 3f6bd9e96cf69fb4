import assert from "node:assert/strict";
import { test } from "node:test";

import type { Diagnostic } from "../diagnostic.ts";
import { checkStatus, countFindings } from "./report.ts";
import type { Report } from "./report.ts";

const warning: Diagnostic = {
  code: "adjusted",
  severity: "warning",
  message: "rounded",
  span: undefined,
  cure: undefined,
  effect: "none",
  fatal: false,
  secret: false,
};
const note: Diagnostic = { ...warning, severity: "note" };
const error: Diagnostic = { ...warning, severity: "error" };
const refused: Diagnostic = { ...warning, effect: "configuration" };

function report(findings: readonly Diagnostic[], more: Partial<Report> = {}): Report {
  return { files: ["a.conf"], findings, unreadable: [], strict: false, reachability: [], ...more };
}

void test("errors count, and what keepalived -t refuses; warnings in a strict check, notes never", () => {
  const statuses = [[], [note], [warning], [error], [refused]].map((findings) => [
    checkStatus(report(findings)),
    checkStatus(report(findings, { strict: true })),
  ]);
  assert.deepEqual(statuses, [
    [0, 0],
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 1],
  ]);
});

void test("a file that could not be read outdoes all findings", () => {
  const unreadable = [{ file: "b.conf", message: "missing" }];
  assert.equal(checkStatus(report([], { unreadable })), 2);
  assert.equal(checkStatus(report([error], { unreadable })), 2);
});

void test("findings are counted by severity", () => {
  assert.deepEqual(countFindings([warning, note, error, refused]), { errors: 1, warnings: 2, notes: 1 });
});
