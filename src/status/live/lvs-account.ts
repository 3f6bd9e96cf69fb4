import { describeLvsReport } from "./describe-lvs.ts";
import type { CauseLink, LvsReport } from "./event-record.ts";
import type { Facts } from "./facts.ts";
import { inner, link, recalled } from "./link.ts";
import type { Account, Circumstances } from "./recorder.ts";
import { commandBefore } from "./supervisor-account.ts";

/** An event of the load balancing, which is remembered for what comes of it. */
export function accountOfLvs(report: LvsReport, { id, at }: Circumstances, facts: Facts): Account {
  const described = describeLvsReport(report);
  const causes = causesOf(report, at, facts);
  const fact = { id, at, text: inner(described.text), causes };
  for (const place of placesOf(report)) facts.balancing.set(place, fact);
  return { ...described, causes };
}

/** From the quorum to the server, from the server to its checker, from the checker to what came. */
function causesOf(
  { kind, service = "", server = "", checker = "", details }: LvsReport,
  at: number,
  facts: Facts,
): readonly CauseLink[] {
  const { cause } = details;
  if (cause === "stop") return recalled("stopping", facts.stop);
  if (cause === "reload") return recalled("reloading", facts.reload);
  if (cause === "command") return commandBefore(at, facts);
  switch (kind) {
    case "check-failed":
    case "checker-state":
      return failure(details);
    case "server-state":
      return recalled(
        "checker-state",
        facts.balancing.get(`${service} ${server} ${String(details["checker"] ?? checker)}`),
      );
    case "server-added":
    case "server-removed":
    case "server-enabled":
    case "server-disabled":
      return cause === "quorum"
        ? recalled("quorum", facts.balancing.get(service))
        : recalled("server-state", facts.balancing.get(`${service} ${server}`));
    case "quorum":
      return cause !== "check" ? [] : recalled("server-state", facts.balancing.get(`${service} *`));
    case "sorry-server-added":
    case "sorry-server-removed": {
      const change = facts.balancing.get(service);
      const hasStopped = facts.stop !== undefined && facts.stop.at > (change?.at ?? 0);
      return hasStopped ? recalled("stopping", facts.stop) : recalled("quorum", change);
    }
    case "weight-changed":
      return commandBefore(at, facts);
    case "service-added":
    case "service-removed":
      return recalled("reloading", facts.reload);
    default:
      return [];
  }
}

function failure({ reason, failure: kind, output, ...fields }: LvsReport["details"]): readonly CauseLink[] {
  if (reason === undefined) return [];
  const lines = typeof output === "string" ? output.split("\n") : undefined;
  return [link(String(kind), String(reason), { ...fields, output: lines })];
}

/** What it is remembered by. */
function placesOf({ kind, service = "", server = "", checker = "" }: LvsReport): readonly string[] {
  switch (kind) {
    case "checker-state":
      return [`${service} ${server} ${checker}`];
    case "server-state":
      // A quorum is a matter of whichever server changed last.
      return [`${service} ${server}`, `${service} *`];
    case "quorum":
      return [service];
    default:
      return [];
  }
}
