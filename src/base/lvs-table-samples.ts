import { IpAddress } from "./ip-address.ts";
import type { TableChange, TableKey, TableServer, TableService, TableSettings } from "./lvs-table.ts";

/** Parts of tables of a load balancer, in short, for tests; each with what it is about changed. */

type AddressKey = Extract<TableKey, { readonly kind: "address" }>;

export const plain: TableSettings = {
  scheduler: "rr",
  schedulerFlags: [],
  hashed: false,
  onePacket: false,
  persistence: undefined,
};

export function tcp(address: string, port: number): AddressKey {
  return { kind: "address", address: IpAddress.of(address), port, protocol: "TCP" };
}

export function udp(address: string, port: number): AddressKey {
  return { kind: "address", address: IpAddress.of(address), port, protocol: "UDP" };
}

export function sctp(address: string, port: number): AddressKey {
  return { kind: "address", address: IpAddress.of(address), port, protocol: "SCTP" };
}

export function server(address: string, port: number, changes: Partial<TableServer> = {}): TableServer {
  return {
    address: IpAddress.of(address),
    port,
    forwarding: { method: "NAT" },
    weight: 1,
    upperThreshold: 0,
    lowerThreshold: 0,
    ...changes,
  };
}

/** What makes the service. */
export function creation({ key, settings, servers }: TableService): readonly TableChange[] {
  const additions = servers.map((each): TableChange => ({ kind: "add-server", key, server: each }));
  return [{ kind: "add-service", key, settings }, ...additions];
}
