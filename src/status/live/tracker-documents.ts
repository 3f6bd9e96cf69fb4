import { unreachable } from "../../base/assert.ts";
import type { ScriptOutcome } from "../../vrrp/script-tracker.ts";
import type { ProcessStatus, ScriptStatus, VrrpStatus } from "../../vrrp/status.ts";
import { lastLines } from "../said.ts";
import type { TrackerDocument } from "./status-document.ts";
import type { WallTime } from "./vrrp-parts.ts";

const noRuns = { output: [], lastRun: undefined, lastDuration: undefined };

/** Everything that the priorities and faults of instances depend on. */
export function* trackerDocuments(status: VrrpStatus, clock: WallTime): Generator<TrackerDocument, undefined> {
  for (const script of status.scripts) yield scriptDocument(script, clock);
  const harmful = harmfulFiles(status);
  for (const [name, value] of status.files ?? []) {
    yield { kind: "file", name, state: String(value), isGood: !harmful.has(name), detail: "", ...noRuns };
  }
  for (const [name, process] of status.processes ?? []) yield processDocument(name, process);
  for (const [name, usable] of status.links) {
    yield { kind: "interface", name, state: usable ? "up" : "down", isGood: usable, detail: "", ...noRuns };
  }
}

function scriptDocument({ config, verdict, lastRun }: ScriptStatus, clock: WallTime): TrackerDocument {
  return {
    kind: "script",
    name: config.name,
    state: verdict === "unknown" ? "pending" : verdict,
    isGood: verdict !== "down",
    detail: lastRun === undefined ? "" : printOutcome(lastRun.outcome),
    output: lastRun === undefined ? [] : lastLines(lastRun.output),
    lastRun: lastRun && clock(lastRun.startedAt),
    lastDuration: lastRun?.duration,
  };
}

function processDocument(name: string, { count, hasQuorum, pending }: ProcessStatus): TrackerDocument {
  const delayed =
    pending === undefined ? "" : hasQuorum ? ", too few or too many for some time" : ", enough for some time";
  const detail = `${count} running${delayed}`;
  return { kind: "process", name, state: hasQuorum ? "up" : "down", isGood: hasQuorum, detail, ...noRuns };
}

/** What a number does is a matter of each weight: it is bad where it costs an instance priority, or is a fault. */
function harmfulFiles({ instances }: VrrpStatus): ReadonlySet<string> {
  const prefix = "file ";
  return new Set(
    instances.flatMap(({ parts, faults }) => [
      ...parts.flatMap(({ label, amount }) =>
        amount < 0 && label.startsWith(prefix) ? label.slice(prefix.length) : [],
      ),
      ...faults.flatMap((fault) => (fault.kind === "file" ? fault.file : [])),
    ]),
  );
}

function printOutcome(outcome: ScriptOutcome): string {
  switch (outcome.kind) {
    case "exited":
      return `status ${outcome.status}`;
    case "signalled":
      return outcome.signal;
    case "timed-out":
      return "timed out";
    case "not-started":
      return `could not be started: ${outcome.code}`;
    default:
      return unreachable(outcome);
  }
}
