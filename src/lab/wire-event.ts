import { centiseconds, seconds, type Duration, type Instant } from "../base/time.ts";
import { IpAddress } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import { internetChecksum } from "../base/checksum.ts";

/** What an observer of the wire sees of fail-over. Addresses and MAC addresses are in their usual text forms. */
export type WireEvent = AdvertEvent | AnnouncementEvent;

/** A VRRP advert as it is on the wire, judged by nobody. */
export type AdvertEvent = {
  readonly kind: "advert";
  readonly time: Instant;
  readonly sourceMac: string;
  readonly source: string;
  readonly destination: string;
  /** IPv4 TTL or IPv6 hop limit. */
  readonly ttl: number;
  readonly version: number;
  readonly vrid: number;
  readonly priority: number;
  readonly interval: Duration;
  readonly addresses: readonly string[];
  /** The VRRPv2 field; 0 in version 3. */
  readonly authenticationType: number;
  /** Version 3 over IPv4 is good with the pseudo-header (RFC 5798 §5.2.8) and without (RFC 9568 §5.2.8). */
  readonly checksum: "good" | "bad";
};

/** An owner tells its neighbours: a gratuitous ARP (sender and target are one address), or an unsolicited NA. */
export type AnnouncementEvent = {
  readonly kind: "gratuitous-arp" | "neighbor-advertisement";
  readonly time: Instant;
  readonly sourceMac: string;
  /** The address announced, and the MAC address it is said to have. */
  readonly address: string;
  readonly mac: string;
};

/**
 * The event in an Ethernet frame; undefined when it is none of these. Written apart from the product's codecs, so
 * that a lab checks them and shares none of their mistakes.
 */
export function readWireEvent(time: Instant, frame: Uint8Array): WireEvent | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 42) return undefined;
  const sourceMac = mac(frame.subarray(6, 12));
  switch (view.getUint16(12)) {
    case 0x0806:
      return readArp(time, sourceMac, frame.subarray(14), view.getUint16(20));
    case 0x0800:
      return readIpv4(time, sourceMac, frame.subarray(14, 14 + view.getUint16(16)));
    case 0x86dd:
      return readIpv6(time, sourceMac, frame.subarray(14, 54 + view.getUint16(18)));
    default:
      return undefined;
  }
}

function readArp(time: Instant, sourceMac: string, packet: Uint8Array, operation: number): WireEvent | undefined {
  const [sender, target] = [address(packet.subarray(14, 18)), address(packet.subarray(24, 28))];
  if (sender !== target || operation > 2) return undefined;
  return { kind: "gratuitous-arp", time, sourceMac, address: sender, mac: mac(packet.subarray(8, 14)) };
}

function readIpv4(time: Instant, sourceMac: string, packet: Uint8Array): WireEvent | undefined {
  const headerLength = ((packet[0] ?? 0) & 0x0f) * 4;
  // Protocol 112, behind an authentication header (51) or not.
  const [source, destination] = [packet.subarray(12, 16), packet.subarray(16, 20)];
  const authenticated = packet[9] === 51;
  if (packet[9] !== 112 && !authenticated) return undefined;
  const message = packet.subarray(headerLength + (authenticated ? ((packet[headerLength + 1] ?? 0) + 2) * 4 : 0));
  return readAdvert({ time, sourceMac, source, destination, ttl: packet[8] ?? 0, message });
}

function readIpv6(time: Instant, sourceMac: string, packet: Uint8Array): WireEvent | undefined {
  const [source, destination, message] = [packet.subarray(8, 24), packet.subarray(24, 40), packet.subarray(40)];
  if (packet[6] === 112) return readAdvert({ time, sourceMac, source, destination, ttl: packet[7] ?? 0, message });
  // RFC 4861 §4.4: type 136, and unsolicited when the S flag is not set.
  if (packet[6] !== 58 || message[0] !== 136 || message.length < 24 || ((message[4] ?? 0) & 0x40) !== 0)
    return undefined;
  const announced = address(message.subarray(8, 24));
  const target = message.length >= 32 && message[24] === 2 ? mac(message.subarray(26, 32)) : sourceMac;
  return { kind: "neighbor-advertisement", time, sourceMac, address: announced, mac: target };
}

type AdvertParts = {
  readonly time: Instant;
  readonly sourceMac: string;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly ttl: number;
  readonly message: Uint8Array;
};

function readAdvert({ time, sourceMac, source, destination, ttl, message }: AdvertParts): AdvertEvent | undefined {
  const [first = 0, vrid = 0, priority = 0, count = 0, fifth = 0, sixth = 0] = message;
  const version = first >> 4;
  const size = source.length;
  if ((first & 0x0f) !== 1 || message.length < 8 + count * size) return undefined;
  const listed = Array.from({ length: count }, (_, index) =>
    message.subarray(8 + index * size, 8 + (index + 1) * size),
  );
  return {
    kind: "advert",
    time,
    sourceMac,
    source: address(source),
    destination: address(destination),
    ttl,
    version,
    vrid,
    priority,
    // RFC 3768 §5.3.7: whole seconds. RFC 5798 §5.2.7: 12 bits of centiseconds.
    interval: version === 2 ? seconds(sixth) : centiseconds((fifth & 0x0f) * 0x100 + sixth),
    addresses: listed.map(address),
    authenticationType: version === 2 ? fifth : 0,
    checksum: isChecksumGood(version, source, destination, message) ? "good" : "bad",
  };
}

function isChecksumGood(version: number, source: Uint8Array, destination: Uint8Array, message: Uint8Array): boolean {
  const pseudoHeader = Uint8Array.of(0, 112, message.length >> 8, message.length & 0xff);
  const plain = internetChecksum(message) === 0;
  const withPseudoHeader = internetChecksum(source, destination, pseudoHeader, message) === 0;
  if (source.length === 16) return withPseudoHeader;
  return version === 2 ? plain : plain || withPseudoHeader;
}

function address(bytes: Uint8Array): string {
  return IpAddress.fromBytes(bytes).toString();
}

function mac(bytes: Uint8Array): string {
  return MacAddress.fromBytes(bytes).toString();
}
