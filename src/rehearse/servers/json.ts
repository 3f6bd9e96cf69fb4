import { type Duration, toSeconds } from "../../base/time.ts";
import type { Spread } from "../rehearse.ts";
import { printEndpoint } from "./labels.ts";
import type { ServersRehearsal } from "./rehearse-servers.ts";

/**
 * For programs, beside the rest; times are in seconds, `null` where it does not happen. Nothing without virtual
 * servers.
 */
export function describeServers(servers: ServersRehearsal | undefined): object {
  if (servers === undefined) return {};
  return {
    virtualServers: servers.services.map(
      ({ nodes, service, addresses, shares, quorum, live, answersAfter, resting }) => {
        return { nodes, service, addresses, shares, quorum, live, answersAfter: inSeconds(answersAfter), resting };
      },
    ),
    realServers: servers.servers.map(({ address, effects }) => ({
      address,
      services: effects.map((effect) => ({
        nodes: effect.nodes,
        service: effect.service,
        servers: effect.servers.map(printEndpoint),
        before: effect.before,
        after: effect.after,
        quorum: effect.quorum,
        live: effect.live,
        leaves: describe(effect.leaves),
        leavesRefusing: describe(effect.leavesRefusing),
        returns: describe(effect.returns),
        staysAtStart: inSeconds(effect.staysAtStart),
        staysAtTakeOver: inSeconds(effect.staysAtTakeOver),
      })),
    })),
    realServerPairs: servers.pairs,
    virtualServerReloads: servers.reloads,
    realServersLeftOut: servers.serversLeftOut,
    realServerPairsLeftOut: servers.pairsLeftOut,
  };
}

function describe(spread: Spread | undefined): object | null {
  return spread === undefined ? null : { worst: toSeconds(spread.worst), expected: toSeconds(spread.expected) };
}

function inSeconds(duration: Duration | undefined): number | null {
  return duration === undefined ? null : toSeconds(duration);
}
