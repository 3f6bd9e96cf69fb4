import { unreachable } from "../../base/assert.ts";
import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import type { Family } from "../../base/ip-address.ts";
import type { Forwarding, TableServer, Tunnel, TunnelChecksum } from "../../base/lvs-table.ts";
import { type Attribute, decodeAttributes, port, readPort, readU16, readU32, u16, u32 } from "./attribute.ts";
import { decodeGeneric } from "./generic.ts";
import { type IpvsError, ipvsAttribute, nested } from "./ipvs.ts";
import { encodeUnion, ipvsFamilyNumber, readFamily, readUnion } from "./ipvs-address.ts";

/** IPVS_DEST_ATTR_ */
const attribute = {
  address: 1,
  port: 2,
  forwarding: 3,
  weight: 4,
  upperThreshold: 5,
  lowerThreshold: 6,
  family: 11,
  tunnelType: 13,
  tunnelPort: 14,
  tunnelFlags: 15,
} as const;

/** IP_VS_CONN_F_ */
const methodNumber = { NAT: 0, TUN: 2, DR: 3 } as const satisfies Record<Forwarding["method"], number>;
const methodMask = 7;
/** IP_VS_CONN_F_TUNNEL_TYPE_ */
const tunnelNumber = { ipip: 0, gue: 1, gre: 2 } as const satisfies Record<Tunnel["type"], number>;
/** IP_VS_TUNNEL_ENCAP_FLAG_ */
const checksumFlag = { nocsum: 0, csum: 1, remcsum: 2 } as const satisfies Record<TunnelChecksum, number>;

/** The server that is to go. */
export function encodeServerIdentity({ address, port: own }: Pick<TableServer, "address" | "port">): Attribute {
  return nested(ipvsAttribute.server, encodePlace(address, own));
}

/** The server that is made or changed. */
export function encodeServer(server: TableServer): Attribute {
  return nested(ipvsAttribute.server, [
    ...encodePlace(server.address, server.port),
    [attribute.forwarding, u32(methodNumber[server.forwarding.method])],
    [attribute.weight, u32(server.weight)],
    ...encodeTunnel(server.forwarding),
    [attribute.upperThreshold, u32(server.upperThreshold)],
    [attribute.lowerThreshold, u32(server.lowerThreshold)],
  ]);
}

function encodePlace(address: TableServer["address"], own: number): readonly Attribute[] {
  return [
    [attribute.family, u16(ipvsFamilyNumber[address.family])],
    [attribute.address, encodeUnion(address)],
    [attribute.port, port(own)],
  ];
}

/** They are there for the other methods, too: a change of the method then takes away what the tunnel had. */
function encodeTunnel(forwarding: Forwarding): readonly Attribute[] {
  const tunnel: Tunnel = forwarding.method === "TUN" ? forwarding.tunnel : { type: "ipip" };
  return [
    [attribute.tunnelType, Uint8Array.of(tunnelNumber[tunnel.type])],
    [attribute.tunnelPort, port(tunnel.type === "gue" ? tunnel.port : 0)],
    [attribute.tunnelFlags, u16(tunnel.type === "ipip" ? 0 : checksumFlag[tunnel.checksum])],
  ];
}

/** A message about a server of a service of that family, which is its own where it does not say. */
export function decodeServer(payload: Uint8Array, serviceFamily: Family): Decoded<TableServer, IpvsError> {
  const outer = decodeGeneric(payload);
  if (!outer.ok) return outer;
  const inner = decodeAttributes(outer.value.get(ipvsAttribute.server) ?? new Uint8Array(0));
  if (!inner.ok) return inner;
  const own = inner.value.get(attribute.family);
  const family = own === undefined ? serviceFamily : readFamily(readU16(own));
  if (family === undefined) return failed("unknown");
  const address = readUnion(inner.value.get(attribute.address), family);
  const ownPort = readPort(inner.value.get(attribute.port));
  const method = readU32(inner.value.get(attribute.forwarding));
  const weight = readU32(inner.value.get(attribute.weight));
  if (address === undefined || ownPort === undefined || method === undefined || weight === undefined) {
    return failed("missing");
  }
  const forwarding = decodeForwarding(method & methodMask, inner.value);
  if (forwarding === undefined) return failed("unknown");
  const upperThreshold = readU32(inner.value.get(attribute.upperThreshold)) ?? 0;
  const lowerThreshold = readU32(inner.value.get(attribute.lowerThreshold)) ?? 0;
  return decoded({ address, port: ownPort, forwarding, weight, upperThreshold, lowerThreshold });
}

/** Undefined for methods that only the kernel itself gives to connections. */
function decodeForwarding(number: number, attributes: ReadonlyMap<number, Uint8Array>): Forwarding | undefined {
  if (number === methodNumber.NAT) return { method: "NAT" };
  if (number === methodNumber.DR) return { method: "DR" };
  if (number !== methodNumber.TUN) return undefined;
  const tunnel = decodeTunnel(attributes);
  return tunnel && { method: "TUN", tunnel };
}

function decodeTunnel(attributes: ReadonlyMap<number, Uint8Array>): Tunnel | undefined {
  const type = tunnelTypeOf(attributes.get(attribute.tunnelType)?.[0] ?? 0);
  const flags = readU16(attributes.get(attribute.tunnelFlags)) ?? 0;
  const checksum = (flags & checksumFlag.csum) === 0 ? "nocsum" : "csum";
  switch (type) {
    case undefined:
      return undefined;
    case "ipip":
      return { type };
    case "gre":
      return { type, checksum };
    case "gue": {
      const own = readPort(attributes.get(attribute.tunnelPort)) ?? 0;
      return { type, port: own, checksum: (flags & checksumFlag.remcsum) === 0 ? checksum : "remcsum" };
    }
    default:
      return unreachable(type);
  }
}

function tunnelTypeOf(number: number): Tunnel["type"] | undefined {
  if (number === tunnelNumber.ipip) return "ipip";
  if (number === tunnelNumber.gue) return "gue";
  return number === tunnelNumber.gre ? "gre" : undefined;
}
