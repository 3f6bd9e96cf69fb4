import type { IpAddress } from "../base/ip-address.ts";
import type { Forwarding, TableKey, TableServer } from "../base/lvs-table.ts";

/** Where a server is. */
export type Endpoint = { readonly address: IpAddress; readonly port: number };

/** "192.0.2.1 80" and the like: equal for equal places only. */
export function printEndpoint({ address, port }: Endpoint): string {
  return `${address.toString()} ${port}`;
}

export function isSameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.address.equals(b.address);
}

/** A server of a virtual server, wherever that is in the table. */
export type Placed = Endpoint & { readonly forwarding: Forwarding };

/**
 * Which entry of a service a server has. Only NAT changes ports: behind DR and TUN there is one entry per address, with
 * the port of the service, whatever the configuration says.
 */
export function placeOf({ address, port, forwarding }: Placed): string {
  return printEndpoint({ address, port: forwarding.method === "NAT" ? port : 0 });
}

/** The entry of a server in the service of that key. */
export function entryAt(key: TableKey, server: TableServer): TableServer {
  const port = key.kind === "address" ? key.port : 0;
  return server.forwarding.method === "NAT" || server.port === port ? server : { ...server, port };
}
