import type { ServerDocument, ServiceDocument } from "../../status/live/status-document.ts";
import { type Family, flag, sample } from "./family.ts";

function ofService(name: string, help: string, value: (service: ServiceDocument) => number): Family {
  return {
    name,
    type: "gauge",
    help,
    labels: ["service"],
    samples: ({ services }) => services.flatMap((each) => sample(value(each), { service: each.name })),
  };
}

function ofServer(name: string, help: string, value: (server: ServerDocument) => number | undefined): Family {
  return {
    name,
    type: "gauge",
    help,
    labels: ["service", "server"],
    samples: ({ services }) =>
      services.flatMap((service) =>
        service.servers.flatMap((each) => sample(value(each), { service: service.name, server: each.name })),
      ),
  };
}

function ofChecker(
  name: string,
  help: string,
  type: Family["type"],
  value: (checker: ServerDocument["checkers"][number]) => number | undefined,
): Family {
  return {
    name,
    type,
    help,
    labels: ["service", "server", "checker"],
    samples: ({ services }) =>
      services.flatMap((service) =>
        service.servers.flatMap((server) =>
          server.checkers.flatMap((each) =>
            sample(value(each), { service: service.name, server: server.name, checker: each.name }),
          ),
        ),
      ),
  };
}

/** About virtual servers, real servers and their checks. */
export const serviceFamilies: readonly Family[] = [
  ofService("holdfast_virtual_server_quorum", "1: the virtual server has its quorum", ({ quorum }) =>
    flag(quorum === "up"),
  ),
  ofService(
    "holdfast_virtual_server_live_weight",
    "The weight of its real servers that are up",
    (each) => each.liveWeight,
  ),
  ofService("holdfast_virtual_server_needed_weight", "The weight that its quorum needs", (each) => each.neededWeight),
  ofService("holdfast_virtual_server_sorry", "1: the sorry server serves", ({ isSorry }) => flag(isSorry)),
  ofService("holdfast_virtual_server_suspended", "1: it is not served, as its address is not here", (each) =>
    flag(each.isSuspended),
  ),
  ofServer("holdfast_real_server_up", "1: all that is checked of the real server is well", ({ state }) =>
    flag(state === "up"),
  ),
  ofServer(
    "holdfast_real_server_weight",
    "Its weight in the table; there is none while it is not in there",
    (each) => each.weight,
  ),
  ofServer(
    "holdfast_real_server_configured_weight",
    "Its weight in the configuration",
    (each) => each.configuredWeight,
  ),
  ofServer("holdfast_real_server_drained", "1: an operator has drained it", ({ drained }) => flag(drained)),
  ofChecker(
    "holdfast_checker_up",
    "1: the check has succeeded; there is none before its first result",
    "gauge",
    (each) => (each.state === "unknown" ? undefined : flag(each.state === "up")),
  ),
  ofChecker("holdfast_checks_total", "Runs of the check that have ended", "counter", ({ runs }) => runs),
  ofChecker("holdfast_check_failures_total", "Runs of the check that have failed", "counter", (each) => each.failures),
];
