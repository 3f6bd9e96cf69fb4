import type { Family, IpAddress } from "../../base/ip-address.ts";
import { MacAddress } from "../../base/mac-address.ts";
import type { Duration } from "../../base/time.ts";
import { behindAuthenticationHeader } from "../../wire/authentication-header.ts";
import { carpInterval, decodeCarp, looksLikeCarp } from "../../wire/carp.ts";
import { etherType } from "../../wire/ethernet.ts";
import { decodeHsrp, hsrpPort, type HsrpState } from "../../wire/hsrp.ts";
import { decodeIpv4, ipProtocol, type Path } from "../../wire/ip.ts";
import { decodeIpv6 } from "../../wire/ipv6.ts";
import { type ChecksumForm, decodeAdvert } from "../../wire/vrrp.ts";

/** How routers that stand in for one another name themselves to each other. */
export type Protocol = "vrrp" | "carp" | "hsrp";

/**
 * What a speaker shows to make others believe it: a password that everybody can read, an authentication header of VRRP
 * 2, the digest of CARP, MD5 of HSRP, or a type that nobody knows.
 */
export type ScanAuthentication = "none" | "password" | "header" | "digest" | "md5" | "unknown";

/** A frame as it passes an interface, without the outermost VLAN tag; `isOwn`: this machine has sent it. */
export type PassingFrame = {
  readonly frame: Uint8Array;
  readonly vlan: number | undefined;
  readonly isOwn: boolean;
};

/** What a message says that a receiver could believe. */
export type Said = {
  /** Of CARP: its advskew, where less is preferred. */
  readonly priority: number;
  readonly interval: Duration;
  readonly authentication: ScanAuthentication;
  /** In the order of the message; CARP has none in it. */
  readonly addresses: readonly IpAddress[];
  /** What the checksum of VRRP 3 over IPv4 covers. */
  readonly checksumForm: ChecksumForm | undefined;
  /** Of HSRP, whose standby router speaks, too. */
  readonly state: HsrpState | undefined;
  /** It holds the addresses, or says so: with the others only who does speaks, until it gives up. */
  readonly leads: boolean;
};

/** One message of such a protocol. */
export type Heard = {
  readonly protocol: Protocol;
  /** 0: the message does not say one. */
  readonly version: number;
  readonly family: Family;
  readonly vlan: number | undefined;
  readonly isOwn: boolean;
  readonly mac: MacAddress;
  readonly path: Path;
  /** TTL or hop limit. */
  readonly hops: number;
  /** VRID, VHID or group; undefined when the message ends before it. */
  readonly group: number | undefined;
  /** What it says, or the name of the check that it does not pass. */
  readonly said: Said | string;
};

const ethernetHeaderLength = 14;
const udp = 17;
const udpHeaderLength = 8;
const vrrpForms: readonly ChecksumForm[] = ["message", "pseudo-header", "old-unicast"];

type Packet = Pick<Heard, "family" | "path" | "hops"> & { readonly protocol: number; readonly payload: Uint8Array };

/** Reads a frame; undefined when it carries none of these protocols. */
export function readFrame({ frame, vlan, isOwn }: PassingFrame): Heard | undefined {
  const packet = readPacket(frame);
  const message = packet === undefined ? undefined : readMessage(packet);
  if (packet === undefined || message === undefined) return undefined;
  const { family, path, hops } = packet;
  return { ...message, family, vlan, isOwn, mac: MacAddress.fromBytes(frame.subarray(6, 12)), path, hops };
}

function readPacket(frame: Uint8Array): Packet | undefined {
  const type = ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);
  const bytes = frame.subarray(ethernetHeaderLength);
  if (type === etherType.ipv4) {
    const packet = decodeIpv4(bytes);
    if (!packet.ok) return undefined;
    const { source, destination, ttl, protocol, payload } = packet.value;
    return { family: "ipv4", path: { source, destination }, hops: ttl, protocol, payload };
  }
  if (type !== etherType.ipv6) return undefined;
  const packet = decodeIpv6(bytes);
  if (!packet.ok) return undefined;
  const { source, destination, hopLimit, nextHeader, payload } = packet.value;
  return { family: "ipv6", path: { source, destination }, hops: hopLimit, protocol: nextHeader, payload };
}

type Message = Pick<Heard, "protocol" | "version" | "group" | "said">;

function readMessage({ family, path, protocol, payload }: Packet): Message | undefined {
  switch (protocol) {
    case ipProtocol.vrrp:
      return looksLikeCarp(payload) ? readCarp(payload) : readVrrp(payload, path, false);
    case ipProtocol.authenticationHeader: {
      const message = behindAuthenticationHeader(payload);
      return message === undefined ? undefined : readVrrp(message, path, true);
    }
    case udp: {
      const port = ((payload[2] ?? 0) << 8) | (payload[3] ?? 0);
      return port === hsrpPort[family] ? readHsrp(payload.subarray(udpHeaderLength)) : undefined;
    }
    default:
      return undefined;
  }
}

function readVrrp(bytes: Uint8Array, path: Path, behindHeader: boolean): Message {
  const version = (bytes[0] ?? 0) >> 4;
  const head = { protocol: "vrrp", version, group: bytes[1] } as const;
  if (version !== 2 && version !== 3) return { ...head, said: bytes.length === 0 ? "truncated" : "version" };
  const advert = decodeAdvert(bytes, version, path, "any", vrrpForms);
  if (!advert.ok) return { ...head, said: advert.error };
  const { priority, interval, addresses, authentication } = advert.value.advert;
  const hasForms = version === 3 && path.source.family === "ipv4";
  return {
    ...head,
    said: {
      priority,
      interval,
      authentication: behindHeader ? "header" : authenticationOf(authentication?.type ?? 0),
      addresses,
      checksumForm: hasForms ? advert.value.checksumForm : undefined,
      state: undefined,
      leads: priority > 0,
    },
  };
}

/** RFC 2338 §5.3.6. */
function authenticationOf(type: number): ScanAuthentication {
  if (type === 0) return "none";
  return type === 1 ? "password" : "unknown";
}

function readCarp(bytes: Uint8Array): Message {
  const head = { protocol: "carp", version: 2, group: bytes[1] } as const;
  const advert = decodeCarp(bytes);
  if (!advert.ok) return { ...head, said: advert.error };
  const { advskew } = advert.value;
  return {
    ...head,
    said: {
      priority: advskew,
      interval: carpInterval(advert.value),
      authentication: "digest",
      addresses: [],
      checksumForm: undefined,
      state: undefined,
      leads: advskew < 255,
    },
  };
}

function readHsrp(bytes: Uint8Array): Message | undefined {
  const message = decodeHsrp(bytes);
  // Of the state of an interface no group is a part.
  if (!message.ok && message.error === "operation") return undefined;
  if (!message.ok) return { protocol: "hsrp", version: 0, group: undefined, said: message.error };
  const { version, operation, state, group, priority, helloTime, address, authentication } = message.value;
  return {
    protocol: "hsrp",
    version,
    group,
    said: {
      priority,
      interval: helloTime,
      authentication,
      addresses: address === undefined ? [] : [address],
      checksumForm: undefined,
      state,
      leads: operation === "hello" && state === "active",
    },
  };
}
