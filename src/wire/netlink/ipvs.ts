import { type Attribute, encodePayload } from "./attribute.ts";
import { encodeGeneric } from "./generic.ts";

/** The family of the IP Virtual Server (linux/ip_vs.h), and what all of its messages share. */
export const ipvsFamily = "IPVS";
const version = 1;

/** IPVS_CMD_ */
export const ipvsCommand = {
  newService: 1,
  setService: 2,
  removeService: 3,
  getService: 4,
  newServer: 5,
  setServer: 6,
  removeServer: 7,
  getServer: 8,
  newDaemon: 9,
  removeDaemon: 10,
  getDaemon: 11,
  setConfig: 12,
  getConfig: 13,
  flush: 17,
} as const;

/** IPVS_CMD_ATTR_ */
export const ipvsAttribute = { service: 1, server: 2, daemon: 3, tcp: 4, tcpFin: 5, udp: 6 } as const;

/** Why an entry of the kernel cannot be told in the words of a table: `unknown` when these have none for it. */
export type IpvsError = "truncated" | "missing" | "unknown";

/** NLA_F_NESTED: the value of the attribute is attributes. */
const nestedFlag = 0x8000;

export function encodeIpvs(command: number, attributes: readonly (Attribute | undefined)[] = []): Uint8Array {
  return encodeGeneric({ command, version }, attributes);
}

export function nested(type: number, attributes: readonly (Attribute | undefined)[]): Attribute {
  return [type | nestedFlag, encodePayload(new Uint8Array(0), attributes)];
}
