import type { Decoded } from "../base/decoded.ts";
import { decoded, failed } from "../base/decoded.ts";
import type { IpAddress } from "../base/ip-address.ts";
import type { Duration } from "../base/time.ts";
import { authenticationHeaderLength, decodeAuthenticated } from "../wire/authentication-header.ts";
import { looksLikeCarp } from "../wire/carp.ts";
import { type AddressRule, type Advert, type AdvertError, type DecodedAdvert, decodeAdvert } from "../wire/vrrp.ts";
import { believedForms } from "./checksum-forms.ts";
import { type InstanceConfig, ownerPriority } from "./config.ts";
import type { PacketMemory } from "./packet-memory.ts";

/** A packet of protocol 112, or 51 with a VRRP message in it, as the socket gave it. */
export type Packet = {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** IPv4 TTL or IPv6 hop limit. */
  readonly ttl: number;
  /** The VRRP message, in protocol 51 with the authentication header before it. Not kept beyond the call. */
  readonly payload: Uint8Array;
  /** The IPv4 header; protocol 51 only. */
  readonly header?: Uint8Array | undefined;
};

/** Why an advert is not believed: a closed list, each kind with a counter. */
export type RejectReason =
  | { readonly kind: AdvertError }
  | { readonly kind: "ttl"; readonly ttl: number; readonly minimum: number; readonly maximum: number }
  /** An authentication header is wanted, and this is a plain advert. */
  | { readonly kind: "header-missing" }
  | { readonly kind: "header-malformed" }
  | { readonly kind: "header-digest" }
  /** Its sequence number has been there before. */
  | { readonly kind: "header-repeated" }
  | { readonly kind: "authentication-type"; readonly received: number; readonly expected: number }
  | { readonly kind: "password" }
  | { readonly kind: "interval"; readonly received: Duration; readonly expected: Duration }
  /** A unicast advert of somebody who is not a peer. */
  | { readonly kind: "not-a-peer" }
  /** The owner of the addresses does not listen to others (`owner_ignore_adverts`). */
  | { readonly kind: "owner-ignores" }
  | { readonly kind: "own-address" }
  /** It is no advert of VRRP: a virtual host of CARP has the same number. */
  | { readonly kind: "carp" };
export type RejectKind = RejectReason["kind"];

/** Authentication type field of version 2 (RFC 2338 §5.3.6). */
export const authenticationType = { none: 0, pass: 1, header: 2 } as const;

/**
 * The checks of RFC 9568 §7.1 and RFC 3768 §7.1 in one fixed order: sender and TTL, authentication header, then
 * everything the decoder checks (version, type, length, checksum, count, interval, first IPv6 address), then
 * authentication and version 2's interval. That the VRID, the interface, the family and the mode (multicast or
 * unicast) are this instance's is the caller's business. Only what passes everything is remembered.
 */
export function admit(
  packet: Packet,
  instance: InstanceConfig,
  ownSource: IpAddress | undefined,
  memory: PacketMemory,
): Decoded<DecodedAdvert, RejectReason> {
  const known = memory.believed.recall(packet, instance, ownSource);
  if (known !== undefined) return decoded(known);
  const wayFault = checkWay(packet, instance);
  if (wayFault !== undefined) return failed(wayFault);
  if (packet.header === undefined && looksLikeCarp(packet.payload)) return failed({ kind: "carp" });
  const opened = open(packet, instance);
  if (!opened.ok) return opened;
  const { message, sequence } = opened.value;
  const result = decodeAdvert(message, instance.version, packet, addressRule(instance), believedForms(instance));
  if (!result.ok) return failed({ kind: result.error });
  const reason = rejection(result.value.advert, packet, instance, ownSource);
  if (reason !== undefined) return failed(reason);
  if (sequence !== undefined) {
    if (!memory.sequence.isNew(sequence)) return failed({ kind: "header-repeated" });
    memory.sequence.hear(sequence);
  }
  memory.believed.remember(packet, instance, ownSource, result.value);
  return decoded(result.value);
}

/** Who sent it and how far it has come. */
function checkWay(
  { source, ttl }: Packet,
  { transport, delivery, conduct, priority }: InstanceConfig,
): RejectReason | undefined {
  if (priority === ownerPriority && conduct?.ownerIgnoresAdverts === true) return { kind: "owner-ignores" };
  // RFC 9568 §5.1.1.3, §5.1.2.3. Unicast adverts may have crossed routers (keepalived.conf(5), "unicast_peer").
  if (transport.kind === "multicast") {
    return ttl === 255 ? undefined : { kind: "ttl", ttl, minimum: 255, maximum: 255 };
  }
  const { checkSource, peerLimits = [] } = delivery ?? {};
  // Limits for one peer mean that nobody but peers is heard.
  if (checkSource !== true && peerLimits.length === 0) return undefined;
  if (!transport.peers.some((peer) => peer.equals(source))) return { kind: "not-a-peer" };
  const limits = peerLimits.find(({ peer }) => peer.equals(source));
  const [minimum, maximum] = [limits?.minimum ?? 0, limits?.maximum ?? 255];
  return ttl >= minimum && ttl <= maximum ? undefined : { kind: "ttl", ttl, minimum, maximum };
}

type Opened = { readonly message: Uint8Array; readonly sequence: number | undefined };

/** Takes the authentication header off (RFC 2338 §5.3.6.3). */
function open({ header, payload }: Packet, { authentication }: InstanceConfig): Decoded<Opened, RejectReason> {
  if (authentication.kind === "header") {
    if (header === undefined) return failed({ kind: "header-missing" });
    const result = decodeAuthenticated(header, payload, authentication.password);
    return result.ok ? result : failed({ kind: `header-${result.error}` });
  }
  // The type in the message tells what is wrong.
  return decoded({ message: messageOf({ header, payload }), sequence: undefined });
}

/** What is behind the authentication header, if there is one. */
export function messageOf({ header, payload }: Pick<Packet, "header" | "payload">): Uint8Array {
  return header === undefined ? payload : payload.subarray(authenticationHeaderLength);
}

/**
 * RFC 9568 §5.2.5 and §5.2.9 with errata 8299 and 8300 want at least one address, and the first of IPv6 link-local. A
 * cluster that is itself configured otherwise, as the reference allows, must go on hearing its own members.
 */
function addressRule({ addresses: [first], family }: InstanceConfig): AddressRule {
  const keepsTheRule = first !== undefined && (family === "ipv4" || first.prefix.address.isLinkLocal);
  return keepsTheRule ? "strict" : "any";
}

function rejection(
  advert: Advert,
  packet: Packet,
  instance: InstanceConfig,
  ownSource: IpAddress | undefined,
): RejectReason | undefined {
  if (advert.authentication !== undefined) {
    const expected = authenticationType[instance.authentication.kind];
    const { type, data } = advert.authentication;
    if (type !== expected) return { kind: "authentication-type", received: type, expected };
    if (instance.authentication.kind === "pass" && !equalInConstantTime(data, instance.authentication.password)) {
      return { kind: "password" };
    }
    // RFC 3768 §7.1: version 2 discards another interval; version 3 learns it.
    if (advert.interval !== instance.advertInterval) {
      return { kind: "interval", received: advert.interval, expected: instance.advertInterval };
    }
  }
  if (ownSource !== undefined && packet.source.equals(ownSource)) return { kind: "own-address" };
  return undefined;
}

function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}

export type AddressDifference = {
  /** Ours that the advert lacks. */
  readonly missing: readonly IpAddress[];
  /** In the advert, not ours. */
  readonly unexpected: readonly IpAddress[];
  readonly expectedCount: number;
  readonly receivedCount: number;
};

/** How the advert's address list differs from ours, order aside; undefined when it does not. */
export function addressDifference(advert: Advert, instance: InstanceConfig): AddressDifference | undefined {
  if (isSameList(advert, instance)) return undefined;
  const ours = instance.addresses.map((address) => address.prefix.address);
  const missing = ours.filter((address) => !advert.addresses.some((other) => other.equals(address)));
  const unexpected = advert.addresses.filter((address) => !ours.some((other) => other.equals(address)));
  if (missing.length === 0 && unexpected.length === 0 && ours.length === advert.addresses.length) return undefined;
  return { missing, unexpected, expectedCount: ours.length, receivedCount: advert.addresses.length };
}

/** The usual case, in which the order is the same as well. */
function isSameList({ addresses }: Advert, instance: InstanceConfig): boolean {
  return (
    addresses.length === instance.addresses.length &&
    addresses.every((address, index) => instance.addresses[index]?.prefix.address.equals(address) === true)
  );
}
