import { unreachable } from "../../base/assert.ts";
import { type Duration, milliseconds } from "../../base/time.ts";
import type { CheckerConfig } from "../../check/config.ts";
import type { CheckOutcome, CheckStage } from "../../check/outcome.ts";
import type { Condition } from "./conditions.ts";

/** What one run of a check takes that is answered, refused or ended by its script. */
export const answerTime: Duration = milliseconds(10);

/**
 * How a run of a check ends that was begun when its server was like that. A check is one of its server, wherever its
 * `connect_ip` and `connect_port` go. A script that asks a dead server is thought to wait for as long as it may.
 */
export function answerTo(checker: CheckerConfig, condition: Condition): CheckOutcome {
  switch (condition) {
    case "well":
      return { kind: "success", duration: answerTime };
    case "dead":
      return silence(checker);
    case "refusing":
      return refusal(checker);
    default:
      return unreachable(condition);
  }
}

function silence(checker: CheckerConfig): CheckOutcome {
  const duration = longestRun(checker);
  switch (checker.kind) {
    case "udp":
      // Without `require_reply` no answer is as good as one.
      if (checker.reply === undefined) return { kind: "success", duration };
      return timeout(duration, "reply");
    case "dns":
    case "ping":
      return timeout(duration, "reply");
    case "tcp":
    case "http":
    case "smtp":
      return timeout(duration, "connect");
    case "misc":
      return { kind: "failure", duration, reason: { kind: "script-timeout", output: "" } };
    case "bfd":
    case "file":
      // Never run: they are told.
      return { kind: "success", duration };
    default:
      return unreachable(checker);
  }
}

function timeout(duration: Duration, stage: CheckStage): CheckOutcome {
  return { kind: "failure", duration, reason: { kind: "timeout", stage } };
}

function refusal(checker: CheckerConfig): CheckOutcome {
  const duration = answerTime;
  switch (checker.kind) {
    case "ping":
    case "bfd":
    case "file":
      return { kind: "success", duration };
    case "misc":
      return { kind: "failure", duration, reason: { kind: "exited", status: 1, output: "" } };
    case "tcp":
    case "http":
    case "smtp":
    case "dns":
    case "udp":
      return { kind: "failure", duration, reason: { kind: "connect", code: "ECONNREFUSED" } };
    default:
      return unreachable(checker);
  }
}

/** What a run takes at most. */
export function longestRun(checker: CheckerConfig): Duration {
  if (checker.kind === "bfd" || checker.kind === "file") return answerTime;
  return checker.kind === "misc" ? checker.timeout : checker.connection.connectTimeout;
}
