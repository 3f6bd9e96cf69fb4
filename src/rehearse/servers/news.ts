import { unreachable } from "../../base/assert.ts";
import type { LvsEvent } from "../../lvs/events.ts";
import { serviceName } from "../../lvs/service-name.ts";
import type { VirtualServer } from "../../lvs/config.ts";
import { printCheckFailure } from "../../status/check-failure.ts";
import { printEndpoint } from "./labels.ts";

/** An event for the trace of a story; undefined: it changes nothing that a client could notice. */
export function describeNews(event: LvsEvent, labels: ReadonlyMap<string, string>): string | undefined {
  if (!("virtualServer" in event)) return undefined;
  const service = labelOf(event.virtualServer, labels);
  switch (event.kind) {
    case "server-state": {
      const { server, state, because, cause } = event;
      if (cause !== "check" && cause !== "reload") return undefined;
      const { reason, checker } = because ?? {};
      const why = reason === undefined || checker === undefined ? "" : ` (${printCheckFailure(reason, checker)})`;
      return `${service}: ${printEndpoint(server)} is ${state}${why}`;
    }
    case "weight-changed":
      return `${service}: ${printEndpoint(event.server)} weight ${event.from} -> ${event.to}`;
    case "quorum": {
      if (event.cause === "stop" || (event.cause === "start" && event.state === "gained")) return undefined;
      const state = event.state === "starts-down" ? "not there" : event.state;
      return `${service}: quorum ${state} (${event.live} of ${event.quorum})`;
    }
    case "sorry-server-added":
      return `${service}: the sorry server ${printEndpoint(event.sorryServer)} answers`;
    case "sorry-server-removed":
      return `${service}: the sorry server ${printEndpoint(event.sorryServer)} answers no longer`;
    case "suspended":
      return `${service}: checks rest, as the address is not here`;
    case "resumed":
      return `${service}: checks go on`;
    case "check-failed":
    case "checker-started":
    case "checker-state":
    case "server-added":
    case "server-removed":
    case "server-enabled":
    case "server-disabled":
    case "service-added":
    case "service-removed":
      return undefined;
    default:
      return unreachable(event);
  }
}

function labelOf(virtualServer: VirtualServer, labels: ReadonlyMap<string, string>): string {
  const name = serviceName(virtualServer);
  return labels.get(name) ?? name;
}
