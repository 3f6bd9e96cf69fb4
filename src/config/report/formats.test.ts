import assert from "node:assert/strict";
import { test } from "node:test";

import type { DiagnosticCode } from "../diagnostic.ts";
import { loadConfiguration } from "../load.ts";
import { didYouMean } from "../nearest.ts";
import { Findings, Reporter } from "../reporter.ts";
import type { Source, Span } from "../source.ts";
import { codeTexts } from "./code-texts.ts";
import { printJson } from "./json.ts";
import type { Report } from "./report.ts";
import { printSarif } from "./sarif.ts";

const text = `vrrp_instance VI_1 {
  interface eth9
  priorty 150
}
`;

/** Where a word stands. */
function find(source: Source, word: string): Span {
  const start = source.text.indexOf(word);
  return { source, start, end: start + word.length };
}

function check(path: string): Report {
  const source = { path, text };
  const findings = new Findings();
  const reporter = new Reporter(findings);
  const cure = `${didYouMean("eth0")} there are eth0, lo`;
  reporter.fatal("not-found", find(source, "eth9"), "interface eth9 does not exist", { cure });
  reporter.warning("unknown-keyword", find(source, "priorty"), "Unknown keyword", { cure: didYouMean("priority") });
  reporter.warning("missing-setting", undefined, "a finding about no place", {
    cure: "a cure in words",
    effect: "none",
  });
  const unreadable = [{ file: "/etc/a b.conf", message: "Config files missing" }];
  return { files: [path, "/etc/a b.conf"], findings: findings.sorted(), unreadable, strict: false, reachability: [] };
}

void test("JSON: every finding with its place, and the counts", () => {
  const document: unknown = JSON.parse(printJson(check("node1.conf")));
  assert.deepEqual(document, {
    format: 1,
    files: ["node1.conf", "/etc/a b.conf"],
    status: 2,
    configTestStatus: 5,
    counts: { errors: 1, warnings: 2, notes: 0 },
    findings: [
      {
        severity: "error",
        code: "not-found",
        message: "interface eth9 does not exist",
        cure: "did you mean eth0? there are eth0, lo",
        file: "node1.conf",
        span: { start: { line: 2, column: 13 }, end: { line: 2, column: 17 } },
        fatal: true,
        trail: [],
      },
      {
        severity: "warning",
        code: "unknown-keyword",
        message: "Unknown keyword",
        cure: "did you mean priority?",
        file: "node1.conf",
        span: { start: { line: 3, column: 3 }, end: { line: 3, column: 10 } },
        fatal: false,
        trail: [],
      },
      {
        severity: "warning",
        code: "missing-setting",
        message: "a finding about no place",
        cure: "a cure in words",
        file: null,
        span: null,
        fatal: false,
        trail: [],
      },
    ],
    unreadable: [{ file: "/etc/a b.conf", message: "Config files missing" }],
    reachability: [],
  });
});

/** A rule of a SARIF log. */
const rule = (id: DiagnosticCode, summary: string): unknown => ({
  id,
  shortDescription: { text: summary },
  fullDescription: { text: codeTexts[id].help },
  help: { text: codeTexts[id].help },
});

/** A part of one line in a SARIF log. */
const region = (line: number, startColumn: number, endColumn: number): unknown => ({
  startLine: line,
  startColumn,
  endLine: line,
  endColumn,
});

void test("SARIF: rules, results, a fix where the word is known, unreadable files as notifications", () => {
  const document: unknown = JSON.parse(printSarif(check("conf.d/n 1.conf")));
  const uri = "conf.d/n%201.conf";
  const locations = (where: unknown): unknown => [{ physicalLocation: { artifactLocation: { uri }, region: where } }];
  const fixes = (where: unknown, word: string): unknown => [
    {
      description: { text: `Write ${word}` },
      artifactChanges: [
        { artifactLocation: { uri }, replacements: [{ deletedRegion: where, insertedContent: { text: word } }] },
      ],
    },
  ];
  assert.deepEqual(document, {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "holdfast",
            version: "0.1.0",
            rules: [
              rule("missing-setting", "A setting that is needed."),
              rule("not-found", "A name of something that does not exist."),
              rule("unknown-keyword", "A keyword that nothing knows here."),
            ],
          },
        },
        invocations: [
          {
            executionSuccessful: false,
            toolExecutionNotifications: [
              {
                level: "error",
                message: { text: "Config files missing" },
                locations: [{ physicalLocation: { artifactLocation: { uri: "file:///etc/a%20b.conf" } } }],
              },
            ],
          },
        ],
        artifacts: [{ location: { uri } }, { location: { uri: "file:///etc/a%20b.conf" } }],
        columnKind: "utf16CodeUnits",
        results: [
          {
            ruleId: "not-found",
            ruleIndex: 1,
            level: "error",
            message: { text: "interface eth9 does not exist\ndid you mean eth0? there are eth0, lo" },
            locations: locations(region(2, 13, 17)),
            fixes: fixes(region(2, 13, 17), "eth0"),
          },
          {
            ruleId: "unknown-keyword",
            ruleIndex: 2,
            level: "warning",
            message: { text: "Unknown keyword\ndid you mean priority?" },
            locations: locations(region(3, 3, 10)),
            fixes: fixes(region(3, 3, 10), "priority"),
          },
          {
            ruleId: "missing-setting",
            ruleIndex: 0,
            level: "warning",
            message: { text: "a finding about no place\na cure in words" },
          },
        ],
      },
    ],
  });
});

void test("neither quotes a line of the file", () => {
  const secret = "vrrp_instance VI_1 {\n authentication {\n auth_pass geheim789\n auth_pas geheim\n}\n}\n";
  const { diagnostics } = loadConfiguration({ path: "a.conf", text: secret }, { hostName: "node1" });
  assert(diagnostics.length > 1);
  const report: Report = { files: ["a.conf"], findings: diagnostics, unreadable: [], strict: false, reachability: [] };
  for (const printed of [printJson(report), printSarif(report)]) assert.doesNotMatch(printed, /geheim/u);
});

void test("names that no URI can hold do not end in a throw", () => {
  const report: Report = { files: ["a\uD800b.conf"], findings: [], unreadable: [], strict: false, reachability: [] };
  assert.match(printSarif(report), /"a%EF%BF%BDb\.conf"/u);
});

void test("every kind of finding is explained in sentences", () => {
  for (const [code, { summary, help }] of Object.entries(codeTexts)) {
    assert.match(summary, /^\S.*[^.]$/u, code);
    assert.match(help, /^[^a-z].*[.'"]$/u, code);
  }
});
