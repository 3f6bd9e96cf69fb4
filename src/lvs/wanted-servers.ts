import type { TableServer } from "../base/lvs-table.ts";
import type { RealServer, SorryServer, VirtualServer } from "./config.ts";
import type { QuorumState } from "./quorum.ts";
import { placeOf } from "./server-key.ts";

/** Of a real server: what its checkers say, and the weight that they and the configuration add up to. */
export type ServerHealth = {
  readonly state: "up" | "down";
  readonly weight: number;
  /** An operator wants nothing new to go there, and what is connected to go on. */
  readonly isDrained?: boolean;
};

export function isSameHealth(a: ServerHealth, b: ServerHealth): boolean {
  return a.state === b.state && a.weight === b.weight && (a.isDrained ?? false) === (b.isDrained ?? false);
}

/** What IPVS has room for; below 0 there is nothing. */
export const maximumWeight = 65_535;

/** The weight in the table of a server whose sources of weight add up to that. */
export function tableWeight(weight: number): number {
  return Math.min(Math.max(weight, 0), maximumWeight);
}

/** Whether the sorry server takes the place of the real servers. */
export function isSorry({ sorryServer }: VirtualServer, quorum: QuorumState): boolean {
  return quorum === "down" && sorryServer !== undefined;
}

/**
 * The servers of a service, before `entryAt`: this, and nothing that has happened before, decides what the table has.
 * Of servers at one place the first counts.
 */
export function wantedServers(
  virtualServer: VirtualServer,
  quorum: QuorumState,
  healthOf: (server: RealServer) => ServerHealth,
): readonly TableServer[] {
  const { realServers, sorryServer } = virtualServer;
  const seen = new Set<string>();
  const isFirst = (server: RealServer): boolean => seen.size !== seen.add(placeOf(server)).size;
  const entries = realServers
    .filter(isFirst)
    .flatMap((server) => realServerEntry(virtualServer, quorum, server, healthOf(server)) ?? []);
  const sorry = sorryServer && sorryServerEntry(virtualServer, quorum, sorryServer);
  return sorry === undefined ? entries : [...entries, sorry];
}

/** The entry at the place of a real server; undefined: there is none. */
export function realServerEntry(
  virtualServer: VirtualServer,
  quorum: QuorumState,
  server: RealServer,
  { state, weight, isDrained = false }: ServerHealth,
): TableServer | undefined {
  const { address, port, forwarding, upperThreshold, lowerThreshold } = server;
  const entry = { address, port, forwarding, upperThreshold, lowerThreshold };
  const { sorryServer } = virtualServer;
  const isTwin = sorryServer !== undefined && placeOf(sorryServer) === placeOf(server);
  if (isSorry(virtualServer, quorum)) {
    // A place has one entry: that of the server which serves.
    if (isTwin) return entryOf(sorryServer, 1);
    const stays = server.inhibitOnFailure || (isDrained && state === "up");
    return stays ? { ...entry, weight: 0 } : undefined;
  }
  if (state === "up") return { ...entry, weight: tableWeight(weight) };
  return server.inhibitOnFailure || (isTwin && sorryServer.inhibitOnFailure) ? { ...entry, weight: 0 } : undefined;
}

/** The entry of the sorry server, unless its place is that of a real server. */
export function sorryServerEntry(
  virtualServer: VirtualServer,
  quorum: QuorumState,
  sorryServer: SorryServer,
): TableServer | undefined {
  const place = placeOf(sorryServer);
  if (virtualServer.realServers.some((server) => placeOf(server) === place)) return undefined;
  if (isSorry(virtualServer, quorum)) return entryOf(sorryServer, 1);
  return sorryServer.inhibitOnFailure ? entryOf(sorryServer, 0) : undefined;
}

function entryOf({ address, port, forwarding }: SorryServer, weight: number): TableServer {
  return { address, port, forwarding, weight, upperThreshold: 0, lowerThreshold: 0 };
}
