import type { IpAddress, Prefix } from "../../base/ip-address.ts";
import { layout, viewOf, writeLayout } from "../../base/layout.ts";
import { type Duration, toSeconds } from "../../base/time.ts";
import { familyNumber } from "./address.ts";
import { type Attribute, encodePayload, u32 } from "./attribute.ts";
import { encapsulationAttributes, type RouteEncapsulation } from "./route-encapsulation.ts";
import { encodeMetrics, type RouteTuning } from "./route-metrics.ts";

/**
 * RTM_NEWROUTE and RTM_DELROUTE (rtnetlink(7)): `struct rtmsg`, then attributes.
 *
 *      0  family (8) | destination length (8) | source length (8) | ToS (8)
 *      4  table (8) | protocol (8) | scope (8) | type (8)
 *      8  flags (32)
 */
export type RouteRequest = RouteTuning & {
  readonly destination: Prefix;
  readonly gateway: IpAddress | undefined;
  readonly interfaceIndex: number | undefined;
  readonly source: IpAddress | undefined;
  readonly table: number;
  readonly metric: number | undefined;
  readonly scope: number | undefined;
  /** Undefined: unicast. */
  readonly type?: Exclude<RouteTypeName, "unicast"> | undefined;
  /** Only for packets from there (IPv6). */
  readonly from?: Prefix | undefined;
  readonly tos?: number | undefined;
  /** Undefined: keepalived. */
  readonly protocol?: number | undefined;
  readonly onLink?: true | undefined;
  readonly realms?: RouteRealms | undefined;
  /** RFC 4191 §2.1; IPv6 only. */
  readonly preference?: keyof typeof preferenceNumber | undefined;
  /** The kernel removes the route after this; IPv6 only. */
  readonly expires?: Duration | undefined;
  readonly encapsulation?: RouteEncapsulation | undefined;
  readonly ttlPropagate?: boolean | undefined;
  /** Several ways at once. */
  readonly nexthops?: readonly NexthopRequest[] | undefined;
};

export type NexthopRequest = {
  readonly gateway: IpAddress | undefined;
  readonly interfaceIndex: number | undefined;
  /** 1 to 256. */
  readonly weight: number;
  readonly onLink: boolean;
  readonly realms: RouteRealms | undefined;
  readonly encapsulation: RouteEncapsulation | undefined;
};

/** Numbers of realms, 0 to 255. */
export type RouteRealms = { readonly from: number | undefined; readonly to: number };

export const routeType = { created: 24, removed: 25 } as const;

export const routeLayout = layout(12, {
  family: [0, "u8"],
  destinationLength: [1, "u8"],
  sourceLength: [2, "u8"],
  tos: [3, "u8"],
  table: [4, "u8"],
  protocol: [5, "u8"],
  scope: [6, "u8"],
  type: [7, "u8"],
  flags: [8, "u32"],
});

export const routeAttribute = {
  destination: 1,
  source: 2,
  outgoing: 4,
  gateway: 5,
  metric: 6,
  preferredSource: 7,
  metrics: 8,
  ways: 9,
  realms: 11,
  table: 15,
  preference: 20,
  expires: 23,
  ttlPropagate: 26,
} as const;

/** RTN_ numbers in the words of ip-route(8). */
const typeNumber = {
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
  nat: 10,
  xresolve: 11,
} as const;
export type RouteTypeName = keyof typeof typeNumber;

const scopes = { global: 0, link: 253, host: 254, nowhere: 255 } as const;

/** RFC 4191 §2.1: two bits with a sign. */
const preferenceNumber = { low: 3, medium: 0, high: 1 } as const;

/** RTNH_F_ONLINK */
const onLinkFlag = 4;

/** RTPROT_KEEPALIVED: `ip route` shows whose the route is. */
export const keepalivedProtocol = 18;

/** `struct rtnexthop`; the hops are the weight less one. */
const wayLayout = layout(8, { length: [0, "u16"], flags: [2, "u8"], hops: [3, "u8"], interfaceIndex: [4, "u32"] });

/** The payload that adds a route. Without a scope it gets the one that `ip route` would give it (ip-route(8)). */
export function encodeNewRoute(request: RouteRequest): Uint8Array {
  const { source, realms, preference, expires, ttlPropagate } = request;
  const metrics = encodeMetrics(request);
  return encode(request, request.scope ?? defaultScope(request), [
    source && [routeAttribute.preferredSource, source.bytes],
    metrics && [routeAttribute.metrics, metrics],
    realms && [routeAttribute.realms, u32(realmsNumber(realms))],
    preference && [routeAttribute.preference, Uint8Array.of(preferenceNumber[preference])],
    expires === undefined ? undefined : [routeAttribute.expires, u32(Math.ceil(toSeconds(expires)))],
    ttlPropagate === undefined ? undefined : [routeAttribute.ttlPropagate, Uint8Array.of(ttlPropagate ? 1 : 0)],
  ]);
}

/** The payload that removes a route; its scope matters only when it was given, and what it says of traffic never. */
export function encodeRemoveRoute(request: RouteRequest): Uint8Array {
  const { source } = request;
  const scope = request.scope ?? scopes.nowhere;
  return encode(request, scope, [source && [routeAttribute.preferredSource, source.bytes]]);
}

function defaultScope({ destination, gateway, nexthops, type }: RouteRequest): number {
  if (destination.address.family === "ipv6") return scopes.global;
  if (type === "local" || type === "nat") return scopes.host;
  if (type === "broadcast" || type === "multicast" || type === "anycast") return scopes.link;
  const isDirect = type === undefined && gateway === undefined && nexthops === undefined;
  return isDirect ? scopes.link : scopes.global;
}

function encode(request: RouteRequest, scope: number, more: readonly (Attribute | undefined)[]): Uint8Array {
  const { destination, gateway, interfaceIndex, table, metric, from, nexthops } = request;
  const structure = new Uint8Array(routeLayout.size);
  writeLayout(viewOf(structure), 0, routeLayout, {
    family: familyNumber[destination.address.family],
    destinationLength: destination.length,
    sourceLength: from?.length ?? 0,
    tos: request.tos ?? 0,
    // RT_TABLE_UNSPEC: the attribute says it, which has more than 8 bits.
    table: 0,
    protocol: request.protocol ?? keepalivedProtocol,
    scope,
    type: typeNumber[request.type ?? "unicast"],
    flags: request.onLink === true ? onLinkFlag : 0,
  });
  return encodePayload(structure, [
    destination.length === 0 ? undefined : [routeAttribute.destination, destination.address.bytes],
    from && [routeAttribute.source, from.address.bytes],
    gateway && [routeAttribute.gateway, gateway.bytes],
    interfaceIndex === undefined ? undefined : [routeAttribute.outgoing, u32(interfaceIndex)],
    ...encapsulationAttributes(request.encapsulation),
    nexthops && [routeAttribute.ways, encodeWays(nexthops)],
    metric === undefined ? undefined : [routeAttribute.metric, u32(metric)],
    [routeAttribute.table, u32(table)],
    ...more,
  ]);
}

function encodeWays(ways: readonly NexthopRequest[]): Uint8Array {
  const parts = ways.map(({ gateway, interfaceIndex = 0, weight, onLink, realms, encapsulation }) => {
    const structure = new Uint8Array(wayLayout.size);
    const bytes = encodePayload(structure, [
      gateway && [routeAttribute.gateway, gateway.bytes],
      realms && [routeAttribute.realms, u32(realmsNumber(realms))],
      ...encapsulationAttributes(encapsulation),
    ]);
    const flags = onLink ? onLinkFlag : 0;
    writeLayout(viewOf(bytes), 0, wayLayout, { length: bytes.length, flags, hops: weight - 1, interfaceIndex });
    return bytes;
  });
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

function realmsNumber({ from = 0, to }: RouteRealms): number {
  return ((from << 16) | to) >>> 0;
}
