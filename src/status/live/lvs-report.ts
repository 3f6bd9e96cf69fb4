import { unreachable } from "../../base/assert.ts";
import type { CheckFailure } from "../../check/outcome.ts";
import type { CheckerConfig } from "../../check/config.ts";
import type { LvsEvent } from "../../lvs/events.ts";
import { printCheckFailure } from "../check-failure.ts";
import { checkerName } from "../checker-wording.ts";
import { printServer, printService } from "../lvs-names.ts";
import { lastLines } from "../said.ts";
import type { LvsReport } from "./event-record.ts";

type Details = LvsReport["details"];

/** An event of the load balancing by names; the event itself holds whole configurations. */
export function lvsReport(event: LvsEvent): LvsReport {
  const { kind } = event;
  if (kind === "table-repaired") return { kind, details: { changes: event.changes } };
  const service = printService(event.virtualServer);
  if (kind === "sorry-server-added" || kind === "sorry-server-removed") {
    return { kind, service, server: printServer(event.virtualServer, event.sorryServer), details: {} };
  }
  if ("server" in event) {
    const checker = "checker" in event ? checkerName(event.checker) : undefined;
    const server = printServer(event.virtualServer, event.server);
    return { kind, service, server, ...(checker !== undefined && { checker }), details: ofMember(event) };
  }
  if (kind !== "quorum") return { kind, service, details: {} };
  const { state, live, quorum, hysteresis, cause } = event;
  return { kind, service, details: { state, live, quorum, hysteresis, cause } };
}

function ofMember(event: Extract<LvsEvent, { readonly server: unknown }>): Details {
  switch (event.kind) {
    case "checker-started":
      return {};
    case "check-failed": {
      const { reason, checker, remaining } = event;
      return { remaining, ...failure(reason, checker) };
    }
    case "checker-state": {
      const { state, reason, checker, retries } = event;
      return { state, retries, ...failure(reason, checker) };
    }
    case "server-state": {
      const { state, cause, isFirst, because } = event;
      return {
        state,
        cause,
        isFirst,
        ...(because && { checker: checkerName(because.checker), ...failure(because.reason, because.checker) }),
      };
    }
    case "weight-changed": {
      const { from, to, active } = event;
      return { from, to, active };
    }
    case "server-added":
    case "server-removed":
    case "server-enabled":
    case "server-disabled":
      return event.cause === undefined ? {} : { cause: event.cause };
    default:
      return unreachable(event);
  }
}

/** `failure` is its kind, `reason` in words, `output` the last lines of a script. */
function failure(reason: CheckFailure | undefined, checker: CheckerConfig): Details {
  if (reason === undefined) return {};
  const fields = Object.entries(reason).flatMap(([name, value]): [string, string | number | boolean][] =>
    name !== "kind" && name !== "output" && typeof value !== "undefined" ? [[name, value]] : [],
  );
  const output = "output" in reason ? lastLines(reason.output).join("\n") : "";
  return {
    ...Object.fromEntries(fields),
    failure: reason.kind,
    reason: printCheckFailure(reason, checker),
    ...(output !== "" && { output }),
  };
}
