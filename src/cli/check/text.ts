import { printReachability } from "../../config/cluster/index.ts";
import type { Diagnostic } from "../../config/diagnostic.ts";
import { printDiagnostic } from "../../config/print.ts";
import { countFindings, referenceStatus } from "../../config/report/report.ts";
import type { Report } from "../../config/report/report.ts";
import { colourFinding } from "./colour.ts";

/** A report for people: every finding with its line and its cure, who is master when, and the counts. */
export function printReport(report: Report, colour: boolean): string {
  const findings = report.findings.map((finding) => printFinding(finding, colour));
  const unreadable = report.unreadable.map(({ message }) => printable(`error: ${message}`));
  const reachability = printable(printReachability(report.reachability));
  const paragraphs = [[...findings, ...unreadable].join("\n"), reachability, closingLine(report)];
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
}

function printFinding(finding: Diagnostic, colour: boolean): string {
  const printed = printable(printDiagnostic(finding));
  return colour ? colourFinding(printed, finding.severity) : printed;
}

/** Without what a file, or its name, might say to the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, "\u{FFFD}");
}

/** `2 files: 1 error, 2 warnings, no notes; keepalived -t would end with 5` */
function closingLine(report: Report): string {
  const { files, unreadable } = report;
  const [file = ""] = files;
  const subject = files.length === 1 ? printable(file) : `${files.length} files`;
  if (unreadable.length === files.length) return `${subject}: could not be read`;
  const left = unreadable.length === 0 ? "" : `; ${unreadable.length} could not be read`;
  return `${subject}: ${printCounts(report)}${left}${printConsequence(report)}`;
}

function printCounts({ findings }: Report): string {
  if (findings.length === 0) return "nothing found";
  const { errors, warnings, notes } = countFindings(findings);
  return [count(errors, "error"), count(warnings, "warning"), count(notes, "note")].join(", ");
}

function count(number: number, what: string): string {
  return `${number === 0 ? "no" : number} ${what}${number === 1 ? "" : "s"}`;
}

function printConsequence(report: Report): string {
  const status = referenceStatus(report);
  return status === 0 ? "" : `; keepalived -t would end with ${status}`;
}
