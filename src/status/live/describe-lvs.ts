import { counted, type Described, type Severity } from "./described.ts";
import type { LvsReport } from "./event-record.ts";

/** An event of the load balancing as a sentence. */
export function describeLvsReport(report: LvsReport): Described {
  const [severity, text] = sentence(report);
  return { subject: report.service, severity, text };
}

function sentence({
  kind,
  service = "a service",
  server = "a server",
  checker = "a check",
  details,
}: LvsReport): readonly [Severity, string] {
  const of = `${server} of ${service}`;
  const { state, reason, remaining, from, to, live, quorum, changes, cause } = details;
  const isUp = state === "up";
  switch (kind) {
    case "checker-started":
      return ["info", `${checker} of ${of} begins`];
    case "check-failed":
      return [
        "info",
        `${checker} of ${of} failed, ${remaining === 0 ? "which was its last try" : `${counted(Number(remaining), "try", "tries")} left`}: ${reason}`,
      ];
    case "checker-state":
      return isUp
        ? ["notice", `${checker} of ${of} succeeds`]
        : ["warning", `${checker} of ${of} fails${reason === undefined ? "" : `: ${reason}`}`];
    case "server-state":
      return [isUp ? "notice" : serverSeverity(cause), `Server ${of} is ${isUp ? "up" : "down"}`];
    case "server-added":
      return ["notice", `Server ${of} serves`];
    case "server-removed":
      return [serverSeverity(cause), `Server ${of} does not serve any more`];
    case "server-enabled":
      return ["notice", `Server ${of} has its weight again`];
    case "server-disabled":
      return [serverSeverity(cause), `Server ${of} has weight 0`];
    case "weight-changed":
      return ["notice", `The weight of ${of} changed from ${from} to ${to}`];
    case "quorum":
      return quorumSentence(service, String(state), `live weight ${live}, quorum ${quorum}`, cause);
    case "sorry-server-added":
      return ["warning", `The sorry server ${server} serves ${service}`];
    case "sorry-server-removed":
      return ["notice", `The sorry server ${server} does not serve ${service} any more`];
    case "suspended":
      return ["info", `Checks of ${service} rest: its address is not on this machine`];
    case "resumed":
      return ["info", `Checks of ${service} go on: its address is on this machine`];
    case "service-added":
      return ["notice", `A reload brought ${service}`];
    case "service-removed":
      return ["notice", `A reload took ${service}`];
    case "table-repaired":
      return [
        "warning",
        `Somebody changed ${counted(Number(changes), "entry", "entries")} of the load balancer: put back`,
      ];
    default:
      return ["notice", `${kind} of ${service}`];
  }
}

/** The end and a reload take servers away, which says nothing about them. */
function serverSeverity(cause: unknown): Severity {
  return cause === "stop" || cause === "reload" ? "info" : "warning";
}

function quorumSentence(service: string, state: string, sums: string, cause: unknown): readonly [Severity, string] {
  if (state === "gained") return ["notice", `${service} has its quorum: ${sums}`];
  if (state === "starts-down") return ["warning", `${service} starts without its quorum: ${sums}`];
  return [cause === "stop" ? "info" : "error", `${service} lost its quorum: ${sums}`];
}
