import type { Diagnostic } from "../diagnostic.ts";
import { placeOf, stepsTo } from "./place.ts";
import type { Step } from "./place.ts";
import { checkStatus, countFindings, referenceStatus } from "./report.ts";
import type { Report } from "./report.ts";

/** Grows by one when a field changes its name or its meaning; new fields may appear without. */
const formatVersion = 1;

/**
 * A report for programs, as JSON. It quotes no line of a file, so that no secret gets into it.
 *
 *     { "format": 1, "files": [...], "status": 1, "configTestStatus": 5,
 *       "counts": { "errors": 0, "warnings": 1, "notes": 0 },
 *       "findings": [{ "severity": "warning", "code": "unknown-keyword", "message": "...", "cure": "...",
 *         "file": "a.conf", "span": { "start": { "line": 5, "column": 5 }, "end": {...} }, "fatal": false,
 *         "trail": [{ "kind": "parameter", "name": "PRIO", "file": "a.conf", "span": {...} },
 *           { "kind": "include", "file": "main.conf", "span": {...} }] }],
 *       "unreadable": [{ "file": "b.conf", "message": "..." }],
 *       "reachability": [{ "name": "VI_1", "routers": [...], "standings": [...], "cases": [...] }] }
 */
export function printJson(report: Report): string {
  const { files, findings, unreadable, reachability } = report;
  const document = {
    format: formatVersion,
    files,
    status: checkStatus(report),
    configTestStatus: referenceStatus(report),
    counts: countFindings(findings),
    findings: findings.map(describe),
    unreadable,
    reachability,
  };
  return JSON.stringify(document, undefined, 2);
}

function describe({ severity, code, message, cure, span, fatal }: Diagnostic): unknown {
  const place = span && placeOf(span);
  return {
    severity,
    code,
    message,
    cure: cure ?? null,
    file: place?.file ?? null,
    span: place === undefined ? null : { start: place.start, end: place.end },
    fatal,
    trail: span === undefined ? [] : stepsTo(span).map(describeStep),
  };
}

/** What led to the place of a finding. */
function describeStep(step: Step): unknown {
  const { file, start, end } = step.place;
  return { kind: step.kind, ...(step.kind === "parameter" && { name: step.name }), file, span: { start, end } };
}
