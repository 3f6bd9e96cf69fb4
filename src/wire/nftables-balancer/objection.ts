import type { Scheduler, TableServer, TableService } from "../../base/lvs-table.ts";
import { serverLimit } from "./limits.ts";

const possibleSchedulers: ReadonlySet<Scheduler> = new Set(["rr", "wrr", "sh", "mh", "dh"]);
const cure = "or --lvs-backend ipvs";

/**
 * Why nftables could not serve the service as it is asked for, and what to use instead; undefined: it can. For the
 * check of a configuration, and for the balancer itself.
 */
export function nftablesObjection({ settings, servers }: TableService): string | undefined {
  const { scheduler, persistence, onePacket } = settings;
  if (!possibleSchedulers.has(scheduler)) {
    return `nftables cannot schedule by ${scheduler}: use rr, wrr, sh, mh or dh, ${cure}`;
  }
  if (onePacket) return `nftables cannot schedule each packet for itself (ops): leave it out, ${cure}`;
  if (persistence?.engine !== undefined) {
    return `nftables has no persistence engine ${persistence.engine}: leave it out, as clients are known by their address, ${cure}`;
  }
  if (servers.length > serverLimit) {
    return `nftables spreads a service over ${serverLimit} servers at most, not ${servers.length}: use fewer, ${cure}`;
  }
  for (const server of servers) {
    const objection = serverObjection(server);
    if (objection !== undefined) return objection;
  }
  return undefined;
}

/** The same for one server. */
export function serverObjection({ forwarding, upperThreshold, lowerThreshold }: TableServer): string | undefined {
  if (forwarding.method !== "NAT") {
    return `nftables cannot forward by ${forwarding.method}: use NAT, with the servers' routes back through this machine, ${cure}`;
  }
  if (upperThreshold !== 0 || lowerThreshold !== 0) {
    return `nftables does not count the connections of a server (uthreshold, lthreshold): leave them out, ${cure}`;
  }
  return undefined;
}
