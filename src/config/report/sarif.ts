import { holdfastVersion } from "../../base/version.ts";
import type { Diagnostic, DiagnosticCode } from "../diagnostic.ts";
import { wordMeant } from "../nearest.ts";
import type { Span } from "../source.ts";
import { codeTexts } from "./code-texts.ts";
import { isWritten, placeOf, stepsTo } from "./place.ts";
import type { Place, Step } from "./place.ts";
import type { Report } from "./report.ts";

/**
 * A report as a SARIF log (OASIS "Static Analysis Results Interchange Format", 2.1.0), which editors and code hosts
 * show beside the lines. Every kind of finding that occurs is a rule with its help; where the word to write is known,
 * a result carries it as a fix. No line of a file is quoted, so that no secret gets into it.
 */
export function printSarif(report: Report): string {
  const codes = [...new Set(report.findings.map(({ code }) => code))].toSorted();
  const run = {
    tool: { driver: { name: "holdfast", version: holdfastVersion, rules: codes.map(describeRule) } },
    invocations: [describeInvocation(report)],
    artifacts: report.files.map((file) => ({ location: { uri: fileUri(file) } })),
    // §3.14.17: columns count as our spans do.
    columnKind: "utf16CodeUnits",
    results: report.findings.map((finding) => describeResult(finding, codes.indexOf(finding.code))),
  };
  const document = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return JSON.stringify(document, undefined, 2);
}

/** §3.49 */
function describeRule(code: DiagnosticCode): unknown {
  const { summary, help } = codeTexts[code];
  return {
    id: code,
    shortDescription: { text: sentence(summary) },
    fullDescription: { text: help },
    help: { text: help },
  };
}

/** §3.20: files that could not be looked at are notifications, not results. */
function describeInvocation({ unreadable }: Report): unknown {
  return {
    executionSuccessful: unreadable.length === 0,
    toolExecutionNotifications: unreadable.map(({ file, message }) => ({
      level: "error",
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation: { uri: fileUri(file) } } }],
    })),
  };
}

/** §3.27 */
function describeResult({ code, severity, message, cure, span }: Diagnostic, ruleIndex: number): unknown {
  return {
    ruleId: code,
    ruleIndex,
    // §3.27.10: the levels have the names of our severities.
    level: severity,
    message: { text: cure === undefined ? message : `${message}\n${cure}` },
    ...(span && describeSpan(span, cure)),
  };
}

function describeSpan(span: Span, cure: string | undefined): Readonly<Record<string, unknown>> {
  const place = placeOf(span);
  const steps = stepsTo(span);
  // A word that a parameter stands for is to be replaced somewhere else.
  const word = cure !== undefined && isWritten(span) ? wordMeant(cure) : undefined;
  return {
    locations: [{ physicalLocation: describePlace(place) }],
    ...(steps.length > 0 && { relatedLocations: steps.map(describeStep) }),
    ...(word !== undefined && { fixes: [describeFix(place, word)] }),
  };
}

function describePlace(place: Place): unknown {
  return { artifactLocation: { uri: fileUri(place.file) }, region: describeRegion(place) };
}

/** §3.27.22 */
function describeStep(step: Step): unknown {
  const text = step.kind === "parameter" ? `$${step.name} is defined here` : "The file is included here";
  return { physicalLocation: describePlace(step.place), message: { text } };
}

/** §3.30: columns count from 1, the end column is the one behind the region. */
function describeRegion({ start, end }: Place): unknown {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** §3.55: a fix must say what it replaces by what; other cures stay words of the message. */
function describeFix(place: Place, word: string): unknown {
  const replacement = { deletedRegion: describeRegion(place), insertedContent: { text: word } };
  const artifactLocation = { uri: fileUri(place.file) };
  return {
    description: { text: `Write ${word}` },
    artifactChanges: [{ artifactLocation, replacements: [replacement] }],
  };
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** §3.4.3: an absolute URI for an absolute path, else a relative reference. */
function fileUri(path: string): string {
  const uri = path
    .split("/")
    // Half of a surrogate pair has no encoding.
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Cs}/gu, "\u{FFFD}")))
    .join("/");
  return path.startsWith("/") ? `file://${uri}` : uri;
}
