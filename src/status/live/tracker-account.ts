import { printDisabled } from "../tracker-words.ts";
import type { TrackerReport } from "./event-record.ts";
import type { Account } from "./recorder.ts";

/** A script that cannot be run, or can again. */
export function accountOfTracker(report: TrackerReport): Account {
  const { kind, script: subject } = report;
  if (kind === "tracker-disabled") return { subject, severity: "warning", text: printDisabled(report), causes: [] };
  return { subject, severity: "notice", text: `Script ${subject} is not disabled any more`, causes: [] };
}
