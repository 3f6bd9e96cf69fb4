import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { addressLength, type Family, hostPrefixLength, IpAddress, type Prefix } from "../../base/ip-address.ts";
import { layout, readField, viewOf, writeLayout } from "../../base/layout.ts";
import { decodeAttributes, encodePayload, readU32, text, u32 } from "./attribute.ts";

/**
 * RTM_NEWADDR and RTM_DELADDR (rtnetlink(7)): `struct ifaddrmsg`, then attributes.
 *
 *      0  family (8) | prefix length (8) | flags (8) | scope (8)
 *      4  interface index (32)
 */
export type AddressMessage = {
  readonly interfaceIndex: number;
  readonly prefix: Prefix;
  readonly scope: number;
  /** IFA_F_ bits, also those beyond the eight of the structure. */
  readonly flags: number;
};

export type AddressRequest = {
  readonly interfaceIndex: number;
  readonly prefix: Prefix;
  readonly scope: number;
  readonly label: string | undefined;
  readonly broadcast: IpAddress | undefined;
};

export const addressType = { created: 20, removed: 21, get: 22 } as const;

export const addressFlag = { secondary: 0x1, noDad: 0x2, optimistic: 0x4, dadFailed: 0x8, tentative: 0x40 } as const;

/** AF_INET and AF_INET6. */
export const familyNumber: Readonly<Record<Family, number>> = { ipv4: 2, ipv6: 10 };

const addressLayout = layout(8, {
  family: [0, "u8"],
  prefixLength: [1, "u8"],
  flags: [2, "u8"],
  scope: [3, "u8"],
  interfaceIndex: [4, "u32"],
});

const attributeType = { address: 1, local: 2, label: 3, broadcast: 4, cacheInformation: 6, flags: 8 } as const;

/** `struct ifa_cacheinfo`: lifetimes in seconds. */
const cacheLayout = layout(16, { preferred: [0, "u32"], valid: [4, "u32"] });
const forever = 0xffff_ffff;

/** The payload of a request for all addresses of both families. */
export function encodeAddressDump(): Uint8Array {
  return new Uint8Array(addressLayout.size);
}

/**
 * The payload that adds an address. IPv6: without duplicate address detection (RFC 9568 §8.2.2 leaves no time for
 * it), and a /128 with a preferred lifetime of zero, so that it is not chosen as a source.
 */
export function encodeNewAddress(request: AddressRequest): Uint8Array {
  const { prefix, label, broadcast } = request;
  const { family, bytes } = prefix.address;
  if (family === "ipv6") {
    return encodePayload(encodeStructure(request), [
      [attributeType.local, bytes],
      [attributeType.flags, u32(addressFlag.noDad)],
      prefix.length === hostPrefixLength(family) ? [attributeType.cacheInformation, deprecated()] : undefined,
    ]);
  }
  return encodePayload(encodeStructure(request), [
    [attributeType.local, bytes],
    [attributeType.address, bytes],
    label === undefined ? undefined : [attributeType.label, text(label)],
    broadcast === undefined ? undefined : [attributeType.broadcast, broadcast.bytes],
  ]);
}

/** The payload that removes an address, whatever its label. */
export function encodeRemoveAddress(request: AddressRequest): Uint8Array {
  const { bytes } = request.prefix.address;
  return encodePayload(encodeStructure(request), [
    [attributeType.local, bytes],
    [attributeType.address, bytes],
  ]);
}

export function decodeAddress(payload: Uint8Array): Decoded<AddressMessage, "truncated" | "family" | "no-address"> {
  if (payload.length < addressLayout.size) return failed("truncated");
  const attributes = decodeAttributes(payload.subarray(addressLayout.size));
  if (!attributes.ok) return attributes;
  const view = viewOf(payload);
  const { fields } = addressLayout;
  const family = familyOf(readField(view, 0, fields.family));
  if (family === undefined) return failed("family");
  // With a peer, "address" is the other end.
  const bytes = attributes.value.get(attributeType.local) ?? attributes.value.get(attributeType.address);
  if (bytes?.length !== addressLength(family)) return failed("no-address");
  return decoded({
    interfaceIndex: readField(view, 0, fields.interfaceIndex),
    prefix: { address: IpAddress.fromBytes(bytes), length: readField(view, 0, fields.prefixLength) },
    scope: readField(view, 0, fields.scope),
    flags: readU32(attributes.value.get(attributeType.flags)) ?? readField(view, 0, fields.flags),
  });
}

function encodeStructure({ interfaceIndex, prefix, scope }: AddressRequest): Uint8Array {
  const bytes = new Uint8Array(addressLayout.size);
  const family = familyNumber[prefix.address.family];
  writeLayout(viewOf(bytes), 0, addressLayout, { family, prefixLength: prefix.length, scope, interfaceIndex });
  return bytes;
}

function deprecated(): Uint8Array {
  const bytes = new Uint8Array(cacheLayout.size);
  writeLayout(viewOf(bytes), 0, cacheLayout, { preferred: 0, valid: forever });
  return bytes;
}

function familyOf(value: number): Family | undefined {
  if (value === familyNumber.ipv4) return "ipv4";
  return value === familyNumber.ipv6 ? "ipv6" : undefined;
}
