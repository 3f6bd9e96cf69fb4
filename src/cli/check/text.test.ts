import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "../../config/load.ts";
import type { Report } from "../../config/report/report.ts";
import { colourFinding, wantsColour } from "./colour.ts";
import { printReport } from "./text.ts";

function check(text: string, more: Partial<Report> = {}): Report {
  const { diagnostics } = loadConfiguration({ path: "a.conf", text }, { hostName: "node1" });
  return { files: ["a.conf"], findings: diagnostics, unreadable: [], strict: false, reachability: [], ...more };
}

void test("nothing found", () => {
  assert.equal(printReport(check(""), false), "a.conf: nothing found");
});

void test("findings, and a closing line that counts them", () => {
  assert.equal(
    printReport(check("global_deffs {\n}\nvrrp_scripts\n"), false),
    [
      "a.conf:1:1: error: Unknown keyword 'global_deffs' [unknown-block]",
      "  global_deffs {",
      "  ^^^^^^^^^^^^",
      "  = the whole block is skipped, up to line 2; did you mean global_defs?",
      "a.conf:3:1: warning: Unknown keyword 'vrrp_scripts' [unknown-keyword]",
      "  vrrp_scripts",
      "  ^^^^^^^^^^^^",
      "  = did you mean vrrp_script?",
      "",
      "a.conf: 1 error, 1 warning, no notes; keepalived -t would end with 5",
    ].join("\n"),
  );
});

void test("several files, and one that cannot be read", () => {
  const unreadable = [{ file: "b.conf", message: "Config files missing 'b.conf'" }];
  assert.equal(
    printReport(check("", { files: ["a.conf", "b.conf"], unreadable }), false),
    "error: Config files missing 'b.conf'\n\n2 files: nothing found; 1 could not be read",
  );
});

void test("a file that cannot be read is nothing to count findings in", () => {
  const unreadable = [{ file: "a.conf", message: "Config files missing 'a.conf'" }];
  assert.equal(
    printReport(check("", { unreadable }), false),
    "error: Config files missing 'a.conf'\n\na.conf: could not be read",
  );
});

void test("a file does not speak to the terminal", () => {
  const printed = printReport(check("\u001B[2Jx\u0007\n"), false);
  assert.doesNotMatch(printed, /[^\P{Cc}\n]/u);
  assert.match(printed, /Unknown keyword/u);
});

void test("colours only for a terminal whose owner wants them", () => {
  const terminal = { isTTY: true };
  assert.equal(wantsColour(terminal, {}), true);
  assert.equal(wantsColour(terminal, { NO_COLOR: "" }), true);
  assert.equal(wantsColour(terminal, { NO_COLOR: "1" }), false);
  assert.equal(wantsColour(terminal, { TERM: "dumb" }), false);
  assert.equal(wantsColour({}, {}), false);
});

void test("a coloured finding is the same text with colours", () => {
  const printed = "a.conf:1:1: error: bad error: x [invalid-value]\n  bad\n  ^^^\n  = good";
  const coloured = colourFinding(printed, "error")
    .replaceAll("\u001B[", "<")
    .replaceAll(/<[\d;]*m/gu, "$&>");
  assert.equal(coloured.replaceAll(/<[\d;]*m>/gu, ""), printed);
  assert.match(coloured, /^<1m>a\.conf:1:1: <1;31m>error<0m>/u);
  assert.match(coloured, /\n<1;31m> {2}\^\^\^<0m>\n/u);
});
