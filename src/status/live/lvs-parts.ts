import type { Instant } from "../../base/time.ts";
import type { CheckerStatus, ServerStatus, ServiceStatus } from "../../lvs/status.ts";
import { printCheckFailure } from "../check-failure.ts";
import { checkerName } from "../checker-wording.ts";
import { printServer, printService } from "../lvs-names.ts";
import type { CheckerDocument, ServerDocument, ServiceDocument, StatusPart } from "./status-document.ts";

/** Servers that one part has at most: some hundred microseconds of work, and about as much to send it. */
export const serversPerPart = 40;

/**
 * What a checkers process adds to the status document, in parts. A service with more servers than fit is continued in
 * the next part under its name. `wall` makes microseconds of the Unix epoch of an instant.
 */
export function* lvsParts(
  services: Iterable<ServiceStatus>,
  wall: (at: Instant) => number,
): Generator<StatusPart, undefined> {
  let part: ServiceDocument[] = [];
  let room = serversPerPart;
  for (const service of services) {
    let first = 0;
    do {
      const servers = service.servers.slice(first, first + room);
      part.push(serviceDocument(service, servers, wall));
      first += servers.length;
      room -= Math.max(1, servers.length);
      if (room > 0) continue;
      yield { services: part };
      part = [];
      room = serversPerPart;
    } while (first < service.servers.length);
  }
  if (part.length > 0) yield { services: part };
}

function serviceDocument(
  { virtualServer, quorum, live, isSorry, isSuspended, lastTransition }: ServiceStatus,
  servers: readonly ServerStatus[],
  wall: (at: Instant) => number,
): ServiceDocument {
  return {
    name: printService(virtualServer),
    scheduler: virtualServer.scheduler,
    quorum,
    liveWeight: live,
    neededWeight: virtualServer.quorum,
    isSorry,
    isSuspended,
    since: lastTransition && wall(lastTransition),
    servers: servers.map((server) => ({
      ...serverDocument(server, wall),
      name: printServer(virtualServer, server.server),
    })),
  };
}

function serverDocument(
  { state, tableWeight, server, lastTransition, checkers, override }: ServerStatus,
  wall: (at: Instant) => number,
): Omit<ServerDocument, "name"> {
  return {
    state,
    weight: tableWeight,
    configuredWeight: server.weight,
    drained: override?.isDrained ?? false,
    since: lastTransition && wall(lastTransition),
    checkers: checkers.map((checker) => checkerDocument(checker, wall)),
  };
}

function checkerDocument(
  { checker, state, isKnown, runs, failures, lastFailure }: CheckerStatus,
  wall: (at: Instant) => number,
): CheckerDocument {
  return {
    name: checkerName(checker),
    state: isKnown ? state : "unknown",
    runs,
    failures,
    lastFailure: lastFailure && { at: wall(lastFailure.at), text: printCheckFailure(lastFailure.reason, checker) },
  };
}
