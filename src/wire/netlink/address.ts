import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { addressLength, type Family, IpAddress, type Prefix } from "../../base/ip-address.ts";
import { layout, readField, viewOf, writeLayout } from "../../base/layout.ts";
import { type Duration, toSeconds } from "../../base/time.ts";
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
  /** The other end of a point-to-point link: the kernel then knows the address with the peer's prefix length. */
  readonly peer?: Prefix | undefined;
  /** How long an IPv6 address is chosen as a source; undefined: for ever. */
  readonly preferredLifetime?: Duration | undefined;
  readonly flags?: readonly AddressOption[] | undefined;
};

/**
 * Flags in the words of ip-address(8). IPv6 addresses are added without duplicate address detection (RFC 9568 §8.2.2
 * leaves no time for it): "-nodad" takes that away.
 */
export type AddressOption = "home" | "-nodad" | "mngtmpaddr" | "noprefixroute" | "autojoin";

export const addressType = { created: 20, removed: 21, get: 22 } as const;

export const addressFlag = {
  secondary: 0x1,
  noDad: 0x2,
  optimistic: 0x4,
  dadFailed: 0x8,
  homeAddress: 0x10,
  tentative: 0x40,
  manageTemporary: 0x100,
  noPrefixRoute: 0x200,
  autoJoin: 0x400,
} as const;

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

/** The payload that adds an address. */
export function encodeNewAddress(request: AddressRequest): Uint8Array {
  const { prefix, label, broadcast, preferredLifetime, peer } = request;
  const { family, bytes } = prefix.address;
  const flags = flagsOf(request);
  if (family === "ipv6") {
    return encodePayload(encodeStructure(request), [
      [attributeType.local, bytes],
      peer === undefined ? undefined : [attributeType.address, peer.address.bytes],
      flags === 0 ? undefined : [attributeType.flags, u32(flags)],
      preferredLifetime === undefined
        ? undefined
        : [attributeType.cacheInformation, lifetimes(toSeconds(preferredLifetime))],
    ]);
  }
  return encodePayload(encodeStructure(request), [
    [attributeType.local, bytes],
    [attributeType.address, peer?.address.bytes ?? bytes],
    label === undefined ? undefined : [attributeType.label, text(label)],
    broadcast === undefined ? undefined : [attributeType.broadcast, broadcast.bytes],
    flags === 0 ? undefined : [attributeType.flags, u32(flags)],
  ]);
}

/** The payload that removes an address, whatever its label. */
export function encodeRemoveAddress(request: AddressRequest): Uint8Array {
  const { prefix, peer } = request;
  return encodePayload(encodeStructure(request), [
    [attributeType.local, prefix.address.bytes],
    [attributeType.address, (peer ?? prefix).address.bytes],
  ]);
}

/** IFA_F_ bits; those of mobility and of temporary addresses are IPv6's. */
function flagsOf({ prefix, flags = [] }: AddressRequest): number {
  const isIpv6 = prefix.address.family === "ipv6";
  let bits: number = isIpv6 && !flags.includes("-nodad") ? addressFlag.noDad : 0;
  if (isIpv6 && flags.includes("home")) bits |= addressFlag.homeAddress;
  if (isIpv6 && flags.includes("mngtmpaddr")) bits |= addressFlag.manageTemporary;
  if (flags.includes("noprefixroute")) bits |= addressFlag.noPrefixRoute;
  if (flags.includes("autojoin")) bits |= addressFlag.autoJoin;
  return bits;
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

function encodeStructure({ interfaceIndex, prefix, peer, scope }: AddressRequest): Uint8Array {
  const bytes = new Uint8Array(addressLayout.size);
  const family = familyNumber[prefix.address.family];
  const prefixLength = (peer ?? prefix).length;
  writeLayout(viewOf(bytes), 0, addressLayout, { family, prefixLength, scope, interfaceIndex });
  return bytes;
}

function lifetimes(preferred: number): Uint8Array {
  const bytes = new Uint8Array(cacheLayout.size);
  writeLayout(viewOf(bytes), 0, cacheLayout, { preferred, valid: forever });
  return bytes;
}

function familyOf(value: number): Family | undefined {
  if (value === familyNumber.ipv4) return "ipv4";
  return value === familyNumber.ipv6 ? "ipv6" : undefined;
}
