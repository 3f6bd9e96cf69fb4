import { unreachable } from "../../base/assert.ts";
import type { ScriptOutcome } from "../../vrrp/script-tracker.ts";

/**
 * How a run ended, after the name of the script: "failed: status 1", with `often` "failed twice in a row: status 1".
 */
export function printOutcome(outcome: ScriptOutcome, often = ""): string {
  if (outcome.kind === "exited" && outcome.status === 0) return `succeeded${often}`;
  return outcome.kind === "timed-out" ? `timed out${often}` : `failed${often}: ${outcomeWords(outcome)}`;
}

/** "status 1", "SIGKILL", "timed out", "could not be started (ENOENT)". */
export function outcomeWords(outcome: ScriptOutcome): string {
  switch (outcome.kind) {
    case "exited":
      return `status ${outcome.status}`;
    case "signalled":
      return `ended by ${outcome.signal}`;
    case "timed-out":
      return "timed out";
    case "not-started":
      return `could not be started (${outcome.code})`;
    default:
      return unreachable(outcome);
  }
}
