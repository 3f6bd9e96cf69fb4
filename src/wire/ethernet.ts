import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { MacAddress } from "../base/mac-address.ts";

/**
 * An Ethernet frame without preamble and frame check sequence, as a packet socket carries it (RFC 894). A VLAN tag
 * shows as the type 0x8100 and is left in the payload.
 *
 *      0  destination (6 bytes)
 *      6  source (6 bytes)
 *     12  type (2 bytes)
 *     14  payload
 */
export type EthernetFrame = {
  readonly destination: MacAddress;
  readonly source: MacAddress;
  /** EtherType, 16 bits. */
  readonly type: number;
  /** When decoded, a view that may end in padding up to the shortest frame of the medium. */
  readonly payload: Uint8Array;
};

/** `truncated`: less than 14 bytes. */
export type EthernetError = "truncated";

export const etherType = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;

const headerLength = 14;

/** Adds no padding: the driver of the interface does. */
export function encodeEthernet(frame: EthernetFrame): Uint8Array {
  const bytes = new Uint8Array(headerLength + frame.payload.length);
  bytes.set(frame.destination.bytes, 0);
  bytes.set(frame.source.bytes, 6);
  bytes[12] = frame.type >> 8;
  bytes[13] = frame.type & 0xff;
  bytes.set(frame.payload, headerLength);
  return bytes;
}

export function decodeEthernet(bytes: Uint8Array): Decoded<EthernetFrame, EthernetError> {
  if (bytes.length < headerLength) return failed("truncated");
  return decoded({
    destination: MacAddress.fromBytes(bytes.subarray(0, 6)),
    source: MacAddress.fromBytes(bytes.subarray(6, 12)),
    type: ((bytes[12] ?? 0) << 8) | (bytes[13] ?? 0),
    payload: bytes.subarray(headerLength),
  });
}

/** A frame without its outermost VLAN tag, and the number of the VLAN in it, 0 to 4095 (IEEE 802.1Q). */
export type UntaggedFrame = { readonly frame: Uint8Array; readonly vlan: number | undefined };

const tagTypes: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
const tagLength = 4;

/** The frame itself when there is no tag, else a copy. */
export function withoutVlanTag(frame: Uint8Array): UntaggedFrame {
  const type = ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);
  if (!tagTypes.has(type) || frame.length < headerLength + tagLength) return { frame, vlan: undefined };
  const copy = new Uint8Array(frame.length - tagLength);
  copy.set(frame.subarray(0, 12));
  copy.set(frame.subarray(12 + tagLength), 12);
  return { frame: copy, vlan: (((frame[14] ?? 0) & 0xf) << 8) | (frame[15] ?? 0) };
}
