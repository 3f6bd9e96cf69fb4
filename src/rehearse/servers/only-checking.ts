import type { CheckerConfig } from "../../check/config.ts";
import { planOf } from "../../check/plan.ts";
import type { RealServer, VirtualServer } from "../../lvs/config.ts";
import type { Balancing } from "./balancing.ts";

/**
 * The same where only those servers are checked: the others are well, so that their checks say nothing but cost time.
 * With `alpha` they say something at the start, and all are checked.
 */
export function onlyChecking(balancing: Balancing, isMeant: (server: RealServer) => boolean): Balancing {
  const { config, settings } = balancing;
  if (config.virtualServers.some(startsDown)) return balancing;
  const virtualServers = config.virtualServers.map((virtualServer) => ({
    ...virtualServer,
    realServers: virtualServer.realServers.map((server) =>
      isMeant(server) ? server : { ...server, checkers: server.checkers.filter((each) => planOf(each) === undefined) },
    ),
  }));
  return { config: { ...config, virtualServers }, settings };
}

function startsDown({ alpha, realServers }: VirtualServer): boolean {
  return alpha || realServers.some((server) => server.alpha || server.checkers.some(isAlpha));
}

function isAlpha(checker: CheckerConfig): boolean {
  return checker.kind === "bfd" ? checker.alpha : (planOf(checker)?.timing.alpha ?? false);
}
