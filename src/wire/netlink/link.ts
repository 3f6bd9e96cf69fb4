import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { layout, readField, viewOf } from "../../base/layout.ts";
import { decodeAttributes, encodePayload, readText, readU32, u32 } from "./attribute.ts";

/**
 * RTM_NEWLINK and RTM_DELLINK (rtnetlink(7)): `struct ifinfomsg`, then attributes.
 *
 *      0  family (8) | filling (8) | hardware type (16)
 *      4  index (32)
 *      8  flags (32): IFF_
 *     12  change mask (32)
 */
export type LinkMessage = {
  /** 0; other families tell of something else, such as the ports of a bridge. */
  readonly family: number;
  readonly index: number;
  readonly flags: number;
  readonly name: string;
  /** The hardware address, a view; empty when there is none. */
  readonly address: Uint8Array;
  /** Bytes. */
  readonly mtu: number;
  /** Index of the interface that this one is on top of, in the same network namespace. */
  readonly base: number | undefined;
  /** What made it: "macvlan", "veth" and the like; undefined for hardware. */
  readonly kind: string | undefined;
};

export const linkType = { created: 16, removed: 17, get: 18 } as const;

/** netdevice(7). */
export const linkFlag = { up: 0x1, loopback: 0x8, running: 0x40, noArp: 0x80, multicast: 0x1000 } as const;

const linkLayout = layout(16, { family: [0, "u8"], index: [4, "u32"], flags: [8, "u32"] });
const attributeType = {
  address: 1,
  name: 3,
  mtu: 4,
  base: 5,
  information: 18,
  extensionMask: 29,
  baseNamespace: 37,
} as const;
const informationKind = 1;

/** RTEXT_FILTER_SKIP_STATS: the counters of every interface would be most of the answer. */
const skipStatistics = 8;

/** The payload of a request for all links. */
export function encodeLinkDump(): Uint8Array {
  return encodePayload(new Uint8Array(linkLayout.size), [[attributeType.extensionMask, u32(skipStatistics)]]);
}

export function decodeLink(payload: Uint8Array): Decoded<LinkMessage, "truncated" | "no-name"> {
  if (payload.length < linkLayout.size) return failed("truncated");
  const attributes = decodeAttributes(payload.subarray(linkLayout.size));
  if (!attributes.ok) return attributes;
  const name = readText(attributes.value.get(attributeType.name));
  if (name === undefined) return failed("no-name");
  const view = viewOf(payload);
  return decoded({
    family: readField(view, 0, linkLayout.fields.family),
    index: readField(view, 0, linkLayout.fields.index),
    flags: readField(view, 0, linkLayout.fields.flags),
    name,
    address: attributes.value.get(attributeType.address) ?? new Uint8Array(0),
    mtu: readU32(attributes.value.get(attributeType.mtu)) ?? 0,
    // An index in another namespace names nothing here.
    base: attributes.value.has(attributeType.baseNamespace)
      ? undefined
      : readU32(attributes.value.get(attributeType.base)),
    kind: kindOf(attributes.value.get(attributeType.information)),
  });
}

function kindOf(information: Uint8Array | undefined): string | undefined {
  const attributes = information === undefined ? undefined : decodeAttributes(information);
  return attributes?.ok === true ? readText(attributes.value.get(informationKind)) : undefined;
}
