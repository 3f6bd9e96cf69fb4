import type { IpAddress, Prefix } from "../../base/ip-address.ts";
import { layout, viewOf, writeLayout } from "../../base/layout.ts";
import { familyNumber } from "./address.ts";
import { encodePayload, u32 } from "./attribute.ts";

/**
 * RTM_NEWROUTE and RTM_DELROUTE (rtnetlink(7)): `struct rtmsg`, then attributes.
 *
 *      0  family (8) | destination length (8) | source length (8) | ToS (8)
 *      4  table (8) | protocol (8) | scope (8) | type (8)
 *      8  flags (32)
 */
export type RouteRequest = {
  readonly destination: Prefix;
  readonly gateway: IpAddress | undefined;
  readonly interfaceIndex: number | undefined;
  readonly source: IpAddress | undefined;
  readonly table: number;
  readonly metric: number | undefined;
  readonly scope: number | undefined;
};

export const routeType = { created: 24, removed: 25 } as const;

const routeLayout = layout(12, {
  family: [0, "u8"],
  destinationLength: [1, "u8"],
  table: [4, "u8"],
  protocol: [5, "u8"],
  scope: [6, "u8"],
  type: [7, "u8"],
});

const attributeType = { destination: 1, outgoing: 4, gateway: 5, metric: 6, preferredSource: 7, table: 15 } as const;

const unicast = 1;
const scopes = { global: 0, link: 253, nowhere: 255 } as const;

/** RTPROT_KEEPALIVED: `ip route` shows whose the route is. */
const keepalivedProtocol = 18;

/** The payload that adds a route. Without a scope it gets the one that `ip route` would give it (ip-route(8)). */
export function encodeNewRoute(request: RouteRequest): Uint8Array {
  return encode(request, unicast, request.scope ?? defaultScope(request));
}

/** The payload that removes a route; its scope matters only when it was given. */
export function encodeRemoveRoute(request: RouteRequest): Uint8Array {
  return encode(request, 0, request.scope ?? scopes.nowhere);
}

function defaultScope({ destination, gateway }: RouteRequest): number {
  return destination.address.family === "ipv4" && gateway === undefined ? scopes.link : scopes.global;
}

function encode(request: RouteRequest, type: number, scope: number): Uint8Array {
  const { destination, gateway, interfaceIndex, source, table, metric } = request;
  const structure = new Uint8Array(routeLayout.size);
  writeLayout(viewOf(structure), 0, routeLayout, {
    family: familyNumber[destination.address.family],
    destinationLength: destination.length,
    // RT_TABLE_UNSPEC: the attribute says it, which has more than 8 bits.
    table: 0,
    protocol: keepalivedProtocol,
    scope,
    type,
  });
  return encodePayload(structure, [
    destination.length === 0 ? undefined : [attributeType.destination, destination.address.bytes],
    gateway === undefined ? undefined : [attributeType.gateway, gateway.bytes],
    interfaceIndex === undefined ? undefined : [attributeType.outgoing, u32(interfaceIndex)],
    source === undefined ? undefined : [attributeType.preferredSource, source.bytes],
    metric === undefined ? undefined : [attributeType.metric, u32(metric)],
    [attributeType.table, u32(table)],
  ]);
}
