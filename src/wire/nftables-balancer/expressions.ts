import type { Family } from "../../base/ip-address.ts";
import type { Json } from "./json.ts";

/** What rules look at, in the words of libnftables-json(5), "EXPRESSIONS". */

const headers = { ipv4: "ip", ipv6: "ip6" } as const;
export const addressTypes = { ipv4: "ipv4_addr", ipv6: "ipv6_addr" } as const;

/** "ip" or "ip6": the name of the header, and the family of an address that dnat writes. */
export function headerName(family: Family): string {
  return headers[family];
}

export function sourceAddress(family: Family): Json {
  return { payload: { protocol: headers[family], field: "saddr" } };
}

export function destinationAddress(family: Family): Json {
  return { payload: { protocol: headers[family], field: "daddr" } };
}

/** Of TCP, UDP or SCTP: "th" is whatever transport header there is. */
export const sourcePort: Json = { payload: { protocol: "th", field: "sport" } };
export const destinationPort: Json = { payload: { protocol: "th", field: "dport" } };

/** The number of the transport protocol (IANA). */
export const transportProtocol: Json = { meta: { key: "l4proto" } };
export const protocolNumbers = { TCP: 6, UDP: 17, SCTP: 132 } as const;

export const packetMark: Json = { meta: { key: "mark" } };

export function concatenation(parts: readonly Json[]): Json {
  return { concat: parts };
}

export function equal(left: Json, right: Json): Json {
  return { match: { op: "==", left, right } };
}

export function isFamily(family: Family): Json {
  return equal({ meta: { key: "nfproto" } }, family);
}

/** The destination is an address of this machine. */
export const isForThisMachine: Json = equal({ fib: { result: "type", flags: ["daddr"] } }, "local");
