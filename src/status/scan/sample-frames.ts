import { internetChecksum } from "../../base/checksum.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { viewOf } from "../../base/layout.ts";
import { MacAddress } from "../../base/mac-address.ts";
import { type Duration, seconds } from "../../base/time.ts";
import { encodeCarp } from "../../wire/carp.ts";
import { encodeEthernet, etherType } from "../../wire/ethernet.ts";
import { hsrpPort } from "../../wire/hsrp.ts";
import { ipProtocol, ipv4PseudoHeader } from "../../wire/ip.ts";
import { type Advert, type ChecksumForm, encodeAdvert } from "../../wire/vrrp.ts";

/** Frames of the protocols as their speakers send them, for tests. */

/** What is left out is usual: the group of the protocol, a MAC address made of the source, 255 hops. */
export type Envelope = {
  readonly source: string;
  readonly destination?: string;
  readonly mac?: string;
  readonly hops?: number;
};

export type AdvertSample = Envelope & {
  readonly version?: 2 | 3;
  readonly vrid?: number;
  readonly priority?: number;
  readonly interval?: Duration;
  readonly addresses?: readonly string[];
  readonly password?: string;
  readonly checksumForm?: ChecksumForm;
};

const udp = 17;
const groups = { ipv4: "224.0.0.18", ipv6: "ff02::12" } as const;

/** An advert of VRRP, version 3 where nothing else is said. */
export function advertFrame(sample: AdvertSample): Uint8Array {
  const { version = 3, vrid = 51, priority = 100, interval = seconds(1), addresses = [], password } = sample;
  const path = pathOf(sample, groups);
  const data = new Uint8Array(8);
  if (password !== undefined) data.set(asciiOf(password));
  const advert: Advert = {
    version,
    vrid,
    priority,
    interval,
    addresses: addresses.map((address) => IpAddress.of(address)),
    authentication: version === 2 ? { type: password === undefined ? 0 : 1, data } : undefined,
  };
  const message = encodeAdvert(advert, path, sample.checksumForm ?? "pseudo-header");
  return packetFrame(sample, path, ipProtocol.vrrp, message);
}

export function carpFrame(
  sample: Envelope & { readonly vhid?: number; readonly advskew?: number; readonly advbase?: number },
): Uint8Array {
  const { vhid = 51, advskew = 0, advbase = 1 } = sample;
  const [counter, digest] = [new Uint8Array(8), new Uint8Array(20)];
  const message = encodeCarp({ vhid, advskew, demotion: 0, advbase, counter, digest });
  return packetFrame(sample, pathOf(sample, groups), ipProtocol.vrrp, message);
}

/** A hello of HSRP with the usual times. */
export function hsrpFrame(
  sample: Envelope & {
    readonly version: 1 | 2;
    readonly group: number;
    readonly priority: number;
    readonly state: "active" | "standby";
    readonly address: string;
  },
): Uint8Array {
  const { version, group, priority, state, address } = sample;
  const bytes = version === 1 ? new Uint8Array(20) : new Uint8Array(42);
  const view = viewOf(bytes);
  if (version === 1) {
    bytes.set([0, 0, state === "active" ? 16 : 8, 3, 10, priority, group, 0]);
    bytes.set(asciiOf("cisco"), 8);
    bytes.set(IpAddress.of(address).bytes, 16);
  } else {
    bytes.set([1, 40, 2, 0, state === "active" ? 6 : 5, 4]);
    view.setUint16(6, group);
    view.setUint32(14, priority);
    view.setUint32(18, 3000);
    view.setUint32(22, 10_000);
    bytes.set(IpAddress.of(address).bytes, 26);
  }
  const datagram = new Uint8Array(8 + bytes.length);
  const header = viewOf(datagram);
  header.setUint16(0, hsrpPort.ipv4);
  header.setUint16(2, hsrpPort.ipv4);
  header.setUint16(4, datagram.length);
  datagram.set(bytes, 8);
  const path = pathOf(sample, { ipv4: version === 1 ? "224.0.0.2" : "224.0.0.102", ipv6: "ff02::66" });
  header.setUint16(6, internetChecksum(ipv4PseudoHeader(path, udp, datagram.length), datagram));
  return packetFrame(sample, path, udp, datagram);
}

type SamplePath = { readonly source: IpAddress; readonly destination: IpAddress };

function pathOf({ source, destination }: Envelope, group: Readonly<Record<"ipv4" | "ipv6", string>>): SamplePath {
  const from = IpAddress.of(source);
  return { source: from, destination: IpAddress.of(destination ?? group[from.family]) };
}

/** Whole, with its headers. */
function packetFrame(envelope: Envelope, path: SamplePath, protocol: number, message: Uint8Array): Uint8Array {
  const { source, destination } = path;
  const isIpv4 = source.family === "ipv4";
  const hops = envelope.hops ?? 255;
  const header = new Uint8Array(isIpv4 ? 20 : 40);
  const view = viewOf(header);
  if (isIpv4) {
    header.set([0x45, 0xc0]);
    view.setUint16(2, header.length + message.length);
    header.set([hops, protocol], 8);
    header.set(source.bytes, 12);
    header.set(destination.bytes, 16);
    view.setUint16(10, internetChecksum(header));
  } else {
    header[0] = 0x60;
    view.setUint16(4, message.length);
    header.set([protocol, hops], 6);
    header.set(source.bytes, 8);
    header.set(destination.bytes, 24);
  }
  return encodeEthernet({
    destination: groupMac(destination),
    source: envelope.mac === undefined ? madeMac(source) : (MacAddress.parse(envelope.mac) ?? madeMac(source)),
    type: isIpv4 ? etherType.ipv4 : etherType.ipv6,
    payload: Uint8Array.of(...header, ...message),
  });
}

/** "02:00" and the last bytes of the address. */
function madeMac(address: IpAddress): MacAddress {
  return MacAddress.fromBytes(Uint8Array.of(2, 0, ...address.bytes.slice(-4)));
}

/** RFC 1112 §6.4, RFC 2464 §7; of other machines something made up. */
function groupMac(address: IpAddress): MacAddress {
  if (!address.isMulticast) return madeMac(address);
  const [, b = 0, c = 0, d = 0] = address.bytes;
  if (address.family === "ipv4") return MacAddress.fromBytes(Uint8Array.of(1, 0, 0x5e, b & 0x7f, c, d));
  return MacAddress.fromBytes(Uint8Array.of(0x33, 0x33, ...address.bytes.slice(-4)));
}

function asciiOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
