import { unreachable } from "../base/assert.ts";
import { type Family, IpAddress } from "../base/ip-address.ts";
import type { TableKey } from "../base/lvs-table.ts";
import {
  type AddressRange,
  type GroupEntry,
  maximumGroupServices,
  type VirtualServer,
  type VirtualServerGroup,
} from "./config.ts";

/**
 * The services of the table that a virtual server stands for: one, or one per address and mark of its group, but
 * `maximumGroupServices` at most.
 */
export function tableKeys(
  virtualServer: VirtualServer,
  groups: ReadonlyMap<string, VirtualServerGroup>,
): readonly TableKey[] {
  const { service } = virtualServer;
  switch (service.kind) {
    case "address":
      return [service];
    case "mark":
      return [{ kind: "mark", mark: service.mark, family: virtualServer.family ?? "ipv4" }];
    case "group": {
      const keys: TableKey[] = [];
      for (const entry of groups.get(service.group)?.entries ?? []) addKeys(keys, entry, virtualServer);
      return keys;
    }
    default:
      return unreachable(service);
  }
}

function addKeys(keys: TableKey[], entry: GroupEntry, virtualServer: VirtualServer): void {
  const { service } = virtualServer;
  const family = entryFamily(entry, virtualServer);
  if (!serves(virtualServer, family)) return;
  if (entry.kind === "mark") {
    if (keys.length < maximumGroupServices) keys.push({ kind: "mark", mark: entry.mark, family });
    return;
  }
  const protocol = (service.kind === "group" ? service.protocol : undefined) ?? "UDP";
  for (const address of addressesOf(entry.range, maximumGroupServices - keys.length)) {
    keys.push({ kind: "address", address, port: entry.port, protocol });
  }
}

function entryFamily(entry: GroupEntry, { family }: VirtualServer): Family {
  return entry.kind === "addresses" ? entry.range.first.family : (entry.family ?? family ?? "ipv4");
}

/** Behind tunnels servers of either family serve both (keepalived.conf(5), "Virtual server group(s)"). */
function serves({ family, realServers }: VirtualServer, entry: Family): boolean {
  return family === undefined || family === entry || realServers.every(({ forwarding }) => forwarding.method === "TUN");
}

/** From the first to the last, both included, but `limit` at most. */
export function addressesOf({ first, last }: AddressRange, limit: number): readonly IpAddress[] {
  const addresses: IpAddress[] = [];
  for (let address = first; addresses.length < limit; address = following(address)) {
    addresses.push(address);
    if (address.equals(last)) break;
  }
  return addresses;
}

function following(address: IpAddress): IpAddress {
  const bytes = address.bytes.slice();
  for (let index = bytes.length - 1; index >= 0; index--) {
    const byte = (bytes[index] ?? 0) + 1;
    bytes[index] = byte & 0xff;
    if (byte <= 0xff) break;
  }
  return IpAddress.fromBytes(bytes);
}
