import { unreachable } from "../base/assert.ts";
import type { ScriptOutcome } from "../vrrp/script-tracker.ts";
import { always, type LogLine } from "./log-line.ts";

/** What the log says of check scripts. */

export function scriptVerdict(
  script: string,
  verdict: "up" | "down",
  outcome: ScriptOutcome,
  output: string,
): readonly LogLine[] {
  if (verdict === "up") return [always(`VRRP_Script(${script}) succeeded`)];
  const said = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(-3);
  return [
    always(`VRRP_Script(${script}) ${printOutcome(outcome)}`),
    ...said.map((line) => always(`VRRP_Script(${script}) said: ${line}`)),
  ];
}

function printOutcome(outcome: ScriptOutcome): string {
  switch (outcome.kind) {
    case "exited":
      return `failed (exited with status ${outcome.status})`;
    case "signalled":
      return `failed (due to signal ${outcome.signal})`;
    case "timed-out":
      return "timed out";
    case "not-started":
      return `failed (could not be started: ${outcome.code})`;
    default:
      return unreachable(outcome);
  }
}
