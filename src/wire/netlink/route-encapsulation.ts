import { unreachable } from "../../base/assert.ts";
import type { IpAddress } from "../../base/ip-address.ts";
import { type Attribute, encodePayload } from "./attribute.ts";

/** Lightweight tunnels (ip-route(8), "encap"). */
export type RouteEncapsulation =
  | {
      readonly kind: "ip" | "ip6";
      /** Tunnel key: 8 bytes in network order. */
      readonly id: Uint8Array | undefined;
      readonly destination: IpAddress | undefined;
      readonly source: IpAddress | undefined;
      /** TOS or traffic class. */
      readonly tos: number | undefined;
      /** TTL or hop limit. */
      readonly ttl: number | undefined;
      /** 16 bits. */
      readonly flags: number | undefined;
    }
  /** Labels of 20 bits, the outermost first. */
  | { readonly kind: "mpls"; readonly labels: readonly number[] }
  /** 8 bytes in network order. */
  | { readonly kind: "ila"; readonly locator: Uint8Array };

/** RTA_ENCAP_TYPE and RTA_ENCAP. */
const routeAttribute = { encapsulationType: 21, encapsulation: 22 } as const;

/** LWTUNNEL_ENCAP_ */
const kindNumber = { mpls: 1, ip: 2, ila: 3, ip6: 4 } as const;

/** LWTUNNEL_IP_ and LWTUNNEL_IP6_, which have the same numbers. */
const tunnelAttribute = { id: 1, destination: 2, source: 3, ttl: 4, tos: 5, flags: 6 } as const;
/** MPLS_IPTUNNEL_DST and ILA_ATTR_LOCATOR. */
const onlyAttribute = 1;

/** The attributes of a route, or of one of its ways, that put its packets into a tunnel. */
export function encapsulationAttributes(encapsulation: RouteEncapsulation | undefined): readonly Attribute[] {
  if (encapsulation === undefined) return [];
  return [
    [routeAttribute.encapsulationType, Uint8Array.of(kindNumber[encapsulation.kind], 0)],
    [routeAttribute.encapsulation, encodePayload(new Uint8Array(0), parameters(encapsulation))],
  ];
}

function parameters(encapsulation: RouteEncapsulation): readonly (Attribute | undefined)[] {
  switch (encapsulation.kind) {
    case "ip":
    case "ip6": {
      const { id, destination, source, tos, ttl, flags } = encapsulation;
      return [
        id && [tunnelAttribute.id, id],
        destination && [tunnelAttribute.destination, destination.bytes],
        source && [tunnelAttribute.source, source.bytes],
        ttl === undefined ? undefined : [tunnelAttribute.ttl, Uint8Array.of(ttl)],
        tos === undefined ? undefined : [tunnelAttribute.tos, Uint8Array.of(tos)],
        flags === undefined ? undefined : [tunnelAttribute.flags, Uint8Array.of(flags >> 8, flags & 0xff)],
      ];
    }
    case "mpls":
      return [[onlyAttribute, Uint8Array.from(encapsulation.labels.flatMap(labelBytes))]];
    case "ila":
      return [[onlyAttribute, encapsulation.locator]];
    default:
      return unreachable(encapsulation);
  }
}

/** RFC 3032 §2.1: label (20) | traffic class (3) | bottom of the stack (1) | TTL (8). */
function labelBytes(label: number, index: number, { length }: readonly number[]): readonly number[] {
  const bottom = index === length - 1 ? 1 : 0;
  return [(label >> 12) & 0xff, (label >> 4) & 0xff, ((label & 0xf) << 4) | bottom, 0];
}
