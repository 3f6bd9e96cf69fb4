import { IpAddress } from "../../../src/base/ip-address.ts";
import type { TableChange, TableKey, TableServer, TableService, TableSettings } from "../../../src/base/lvs-table.ts";

/** Tables of the tests, in short. */
export const plain: TableSettings = {
  scheduler: "rr",
  schedulerFlags: [],
  hashed: false,
  onePacket: false,
  persistence: undefined,
};

export function tcp(address: string, port: number): TableKey {
  return { kind: "address", address: IpAddress.of(address), port, protocol: "TCP" };
}

export function server(address: string, port: number, more: Partial<TableServer> = {}): TableServer {
  return {
    address: IpAddress.of(address),
    port,
    forwarding: { method: "NAT" },
    weight: 1,
    upperThreshold: 0,
    lowerThreshold: 0,
    ...more,
  };
}

export function creation({ key, settings, servers }: TableService): readonly TableChange[] {
  const additions = servers.map((each): TableChange => ({ kind: "add-server", key, server: each }));
  return [{ kind: "add-service", key, settings }, ...additions];
}
