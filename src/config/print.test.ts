import assert from "node:assert/strict";
import { test } from "node:test";

import type { Diagnostic } from "./diagnostic.ts";
import { printDiagnostic, printLogLine } from "./print.ts";
import type { Source } from "./source.ts";

function finding(text: string, marked: string, other: Partial<Diagnostic> = {}): Diagnostic {
  const source: Source = { path: "keepalived.conf", text };
  const start = text.indexOf(marked);
  return {
    code: "out-of-range",
    severity: "warning",
    message: "priority must be 1 to 255, using 100",
    span: { source, start, end: start + marked.length },
    cure: undefined,
    effect: "configuration",
    fatal: false,
    secret: false,
    ...other,
  };
}

void test("a finding shows its line and underlines its place", () => {
  assert.equal(
    printDiagnostic(finding("a {\n  priority 300\n}", "300", { cure: "choose a number from 1 to 254" })),
    [
      "keepalived.conf:2:12: warning: priority must be 1 to 255, using 100 [out-of-range]",
      "  priority 300",
      "           ^^^",
      "  = choose a number from 1 to 254",
    ].join("\n"),
  );
});

void test("what is missing is marked at one column", () => {
  const text = printDiagnostic(
    finding("state", "state", { span: { source: { path: "a.conf", text: "state" }, start: 5, end: 5 } }),
  );
  assert.deepEqual(text.split("\n").slice(1), ["  state", "       ^"]);
});

void test("control characters do not reach the terminal, and long lines are cut", () => {
  const [, line, carets] = printDiagnostic(finding(`\u001b[31m${"x".repeat(500)}`, "x".repeat(500))).split("\n");
  assert.equal(line, `   [31m${"x".repeat(155)}`);
  assert.equal(carets, `       ${"^".repeat(155)}`);
});

void test("a finding without a place is one line", () => {
  assert.equal(printDiagnostic(finding("", "", { span: undefined, message: "m" })), "warning: m [out-of-range]");
});

void test("passwords are masked, whatever is being pointed at", () => {
  for (const line of [
    "auth_pass s3cret",
    '  auth_pass "s3 cret"',
    "{ auth_type PASS auth_pass s3cret }",
    "auth_pas s3cret",
  ]) {
    const shown = printDiagnostic(finding(line, "auth", { message: "m" }));
    assert.doesNotMatch(shown, /s3|cret/u, line);
    assert.match(shown, /auth_pas/u);
  }
  assert.equal(
    printDiagnostic(finding("s3cret", "s3cret", { message: "m", secret: true })),
    "keepalived.conf:1:1: warning: m [out-of-range]",
  );
});

void test("the log form names the line, and the file when there are several", () => {
  const diagnostic = finding("a\nb 300", "300", { message: "m" });
  assert.equal(printLogLine(diagnostic, false), "(Line 2) m");
  assert.equal(printLogLine(diagnostic, true), "(keepalived.conf: Line 2) m");
  assert.equal(printLogLine({ ...diagnostic, span: undefined }, true), "m");
});
