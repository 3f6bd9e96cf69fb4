/**
 * Shows a line per test file with what its tests measured, failures in full and skipped tests with their reason; the
 * counts go to the file that `countsVariable` names.
 */
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { inspect } from "node:util";

/** The environment variable that names the file for the counts. */
export const countsVariable = "TEST_COUNTS_FILE";

/** What the runner itself adds to the diagnostics of tests. */
const totals = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/u;

// oxlint-disable-next-line import/no-default-export -- Node.js takes a reporter from there
export default async function* report(events) {
  const files = new Map();
  const counts = { passed: 0, failed: 0, skipped: [], failures: [] };
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") {
      yield data.message;
      continue;
    }
    if (type !== "test:pass" && type !== "test:fail" && type !== "test:diagnostic") continue;
    if (type === "test:diagnostic" && (data.file === undefined || totals.test(data.message))) continue;
    const name = relative(process.cwd(), data.file ?? "");
    const file = files.get(name) ?? { passed: 0, failed: 0, skipped: 0, duration: 0, notes: [] };
    files.set(name, file);
    if (type === "test:diagnostic") {
      file.notes.push(data.message);
      continue;
    }
    if (data.nesting === 0) file.duration += data.details?.duration_ms ?? 0;
    // A suite counts only for what its tests do not tell: that it was skipped as a whole, or that a hook failed.
    const isSuite = data.details?.type === "suite";
    if (isSuite && data.skip === undefined && (type === "test:pass" || failedInside(data))) continue;
    if (data.skip !== undefined || data.todo !== undefined) {
      file.skipped += 1;
      counts.skipped.push(`${name}: ${data.name}: ${reason(data.skip ?? data.todo)}`);
    } else if (type === "test:pass") {
      file.passed += 1;
      counts.passed += 1;
    } else {
      file.failed += 1;
      counts.failed += 1;
      const failure = `✖ ${name}: ${data.name}\n${describe(data.details?.error)}`;
      counts.failures.push(failure);
      yield `\n${failure}\n\n`;
    }
  }
  for (const [name, { passed, failed, skipped, duration, notes }] of [...files].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const parts = [`${passed} passed`, failed > 0 && `${failed} FAILED`, skipped > 0 && `${skipped} skipped`];
    yield `${failed > 0 ? "✖" : "✔"} ${name}: ${parts.filter(Boolean).join(", ")} (${seconds(duration)})\n`;
    for (const note of notes) yield `    ${note}\n`;
  }
  const path = process.env[countsVariable];
  if (path !== undefined) writeFileSync(path, JSON.stringify(counts));
}

/** "1.2 s" from milliseconds. */
export function seconds(duration) {
  return `${(duration / 1000).toFixed(1)} s`;
}

function failedInside({ details }) {
  return details?.error?.failureType === "subtestsFailed";
}

function reason(skip) {
  return typeof skip === "string" && skip !== "" ? skip : "no reason given";
}

function describe(error) {
  const cause = error?.cause ?? error;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}
