import type { VirtualServer } from "../../lvs/config.ts";
import type { Rehearsal, Spread } from "../rehearse.ts";
import { printTime } from "../wording.ts";
import { isSorryShare, printEndpoint } from "./labels.ts";
import type { RehearsedServer, RehearsedService, ServerEffect, ServersRehearsal } from "./rehearse-servers.ts";

/** "192.0.2.10:80: 10.0.0.1:80 weight 3, 10.0.0.2:80 weight 1, else the sorry server 10.0.0.9:80". */
export function virtualServerLines({ servers }: Rehearsal): readonly string[] {
  if (servers === undefined) return [];
  return servers.services.map((service) => {
    const { virtualServer, shares, resting } = service;
    const { sorryServer, quorum, hysteresis } = virtualServer;
    const wanted =
      quorum === 1 && hysteresis === 0
        ? ""
        : `, quorum ${quorum}${hysteresis === 0 ? "" : ` and hysteresis ${hysteresis}`}`;
    const sorry = sorryServer === undefined ? "" : `, else the sorry server ${printEndpoint(sorryServer)}`;
    const rests =
      resting.length === 0 ? "" : ` (${resting.join(" and ")} does not check while the address is elsewhere)`;
    return `${service.service}${on(servers, service)}: ${list(shares)}${wanted}${sorry}${rests}`;
  });
}

/** "node1: 192.0.2.10:80: 10.0.0.1:80 weight 3 -> 10.0.0.1:80 weight 1". */
export function serviceReloadLines({ servers }: Rehearsal): readonly string[] {
  return (servers?.reloads ?? []).map(({ node, service, before, after }) => {
    return `${node}: ${service}: ${list(before)} -> ${list(after)}`;
  });
}

/** What becomes of connections when a machine dies, and when it is back. */
export function serverLines(rehearsal: Rehearsal): readonly string[] {
  const { servers } = rehearsal;
  if (servers === undefined) return [];
  const { serversLeftOut, pairs, pairsLeftOut } = servers;
  const two = pairs.flatMap(({ addresses, service, after, nodes }) => {
    // What goes on to be answered needs no line.
    if (after.some((share) => !isSorryShare(share))) return [];
    return [`${addresses.join(" dies, then ")} dies: ${service}${on(servers, { service, nodes })}: ${outcome(after)}`];
  });
  return [
    ...servers.servers.flatMap((each) => machineLines(servers, each)),
    ...(serversLeftOut === 0 ? [] : [`${serversLeftOut} more machines were left out`]),
    ...two,
    ...(pairsLeftOut === 0 ? [] : [`${pairsLeftOut} pairs of machines were left out`]),
    vrrpLine(rehearsal),
  ];
}

function machineLines(servers: ServersRehearsal, { address, effects }: RehearsedServer): readonly string[] {
  const failed = effects.map((effect) => `  ${effect.service}${on(servers, effect)}: ${failureText(effect)}`);
  const returned = effects.flatMap((effect) =>
    effect.returns === undefined
      ? []
      : [
          `  ${effect.service}${on(servers, effect)}: ${list(effect.before)} after up to ${printSpread(effect.returns)}`,
        ],
  );
  return [`${address} dies`, ...failed, ...(returned.length === 0 ? [] : [`${address} returns`, ...returned])];
}

function failureText({ isServing, leaves, leavesRefusing, after, quorum }: ServerEffect): string {
  if (!isServing) return "it got no connections";
  if (leaves === undefined) return "nobody notices, and it goes on to get connections";
  const refusing =
    leavesRefusing === undefined
      ? " (not if only its service stops)"
      : ` (if it refuses connections ${printTime(leavesRefusing.worst)})`;
  const isLost = quorum === "down" && !after.some(isSorryShare) && after.length > 0 ? ", the quorum is lost" : "";
  return `without it after up to ${printSpread(leaves)}${refusing}, then ${outcome(after)}${isLost}`;
}

function outcome(after: readonly string[]): string {
  return after.length === 0 ? "nobody" : list(after);
}

/** Shares that a line shows. */
const shownShares = 4;

function list(shares: readonly string[]): string {
  if (shares.length === 0) return "nobody";
  const more = shares.length > shownShares ? ` and ${shares.length - shownShares} more` : "";
  return `${shares.slice(0, shownShares).join(", ")}${more}`;
}

/** " on node1", where other nodes have it otherwise or not at all. */
export function on(servers: ServersRehearsal, { service, nodes }: Pick<RehearsedService, "service" | "nodes">): string {
  const all = servers.services.filter((each) => each.service === service);
  return all.length <= 1 ? "" : ` on ${nodes.join(" and ")}`;
}

function vrrpLine({ servers }: Rehearsal): string {
  const all = servers?.services.map(({ virtualServer }) => virtualServer) ?? [];
  const scripts = scriptWords.filter(([, isThere]) => all.some(isThere)).map(([word]) => word);
  const said = scripts.length === 0 ? "" : `; what ${scripts.join(", ")} would do is not played`;
  return `no address moves because of a real server${said}`;
}

const scriptWords: readonly (readonly [string, (each: VirtualServer) => boolean])[] = [
  ["notify_up", ({ realServers }): boolean => realServers.some(({ notifyUp }) => notifyUp !== undefined)],
  ["notify_down", ({ realServers }): boolean => realServers.some(({ notifyDown }) => notifyDown !== undefined)],
  ["quorum_up", ({ quorumUp }): boolean => quorumUp !== undefined],
  ["quorum_down", ({ quorumDown }): boolean => quorumDown !== undefined],
];

function printSpread({ worst, expected }: Spread): string {
  return `${printTime(worst)}, ${printTime(expected)} on average`;
}
