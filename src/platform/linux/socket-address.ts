import type { IpAddress } from "../../base/ip-address.ts";
import { layout, viewOf, writeLayout } from "../../base/layout.ts";

/** Address and protocol families (socket(2)). */
export const addressFamily = { unix: 1, ipv4: 2, ipv6: 10, netlink: 16, packet: 17 } as const;

/** `struct sockaddr_in`; port and address are in network order. */
const ipv4Layout = layout(16, { family: [0, "u16"] });
const ipv4AddressOffset = 4;
/** Of both families. */
const ipPortOffset = 2;

/** `struct sockaddr_in6`; the scope is the interface index of a link-local address. */
const ipv6Layout = layout(28, { family: [0, "u16"], scope: [24, "u32"] });
export const ipv6AddressOffset = 8;

/** `struct sockaddr_ll` (packet(7)) with an Ethernet address. */
const packetLayout = layout(20, {
  family: [0, "u16"],
  interfaceIndex: [4, "i32"],
  packetType: [10, "u8"],
  addressLength: [11, "u8"],
});
/** PACKET_OUTGOING: sent by this machine. */
const packetOutgoing = 4;
const packetProtocolOffset = 2;
const packetAddressOffset = 12;
/** ETH_P_ALL in network order. */
const everyProtocol = Uint8Array.of(0, 3);

/** `struct sockaddr_nl` (netlink(7)). */
const netlinkLayout = layout(12, { family: [0, "u16"], port: [4, "u32"], groups: [8, "u32"] });

/** `struct sockaddr_un`: the family and a path that ends with a zero byte. */
const unixPathOffset = 2;
/** Bytes, with the zero at the end. */
const unixPathLimit = 108;

/** The largest of the socket addresses of IP. */
export const ipSocketAddressLimit: number = ipv6Layout.size;

export function ipSocketAddressLength(address: IpAddress): number {
  return address.family === "ipv4" ? ipv4Layout.size : ipv6Layout.size;
}

/** Writes `sockaddr_in` or `sockaddr_in6` with port 0 at the start of `bytes`. */
export function writeIpSocketAddress(bytes: Uint8Array, address: IpAddress, interfaceIndex: number): void {
  const view = viewOf(bytes);
  if (address.family === "ipv4") {
    writeLayout(view, 0, ipv4Layout, { family: addressFamily.ipv4 });
    bytes.set(address.bytes, ipv4AddressOffset);
  } else {
    const scope = address.isLinkLocal || address.isMulticast ? interfaceIndex : 0;
    writeLayout(view, 0, ipv6Layout, { family: addressFamily.ipv6, scope });
    bytes.set(address.bytes, ipv6AddressOffset);
  }
}

/** Puts the port into what `writeIpSocketAddress` has written. */
export function writeIpSocketPort(bytes: Uint8Array, port: number): void {
  bytes[ipPortOffset] = port >> 8;
  bytes[ipPortOffset + 1] = port & 0xff;
}

/** A link-layer address to send one Ethernet frame to: writing to it is for writePacketDestination. */
export function packetSocketAddress(): Uint8Array {
  const bytes = new Uint8Array(packetLayout.size);
  writeLayout(viewOf(bytes), 0, packetLayout, { family: addressFamily.packet, addressLength: 6 });
  return bytes;
}

/** Takes the destination and the protocol from the Ethernet header at the start of the frame. */
export function writePacketDestination(address: Uint8Array, interfaceIndex: number, frame: Uint8Array): void {
  for (let index = 0; index < 6; index += 1) address[packetAddressOffset + index] = frame[index] ?? 0;
  address[packetProtocolOffset] = frame[12] ?? 0;
  address[packetProtocolOffset + 1] = frame[13] ?? 0;
  viewOf(address).setInt32(packetLayout.fields.interfaceIndex[0], interfaceIndex, true);
}

/** Every protocol at one interface, to be bound to. */
export function packetListenAddress(interfaceIndex: number): Uint8Array {
  const bytes = packetSocketAddress();
  bytes.set(everyProtocol, packetProtocolOffset);
  viewOf(bytes).setInt32(packetLayout.fields.interfaceIndex[0], interfaceIndex, true);
  return bytes;
}

/** Whether a packet socket got the frame because this machine has sent it. */
export function isOutgoing(address: Uint8Array): boolean {
  return address[packetLayout.fields.packetType[0]] === packetOutgoing;
}

/** `groups` is a set of RTMGRP_ bits; the kernel chooses the port. */
export function netlinkSocketAddress(groups: number): Uint8Array {
  const bytes = new Uint8Array(netlinkLayout.size);
  writeLayout(viewOf(bytes), 0, netlinkLayout, { family: addressFamily.netlink, groups });
  return bytes;
}

/** Undefined when the path is too long for a socket. */
export function unixSocketAddress(path: string): Uint8Array | undefined {
  const text = new TextEncoder().encode(path);
  if (text.length >= unixPathLimit) return undefined;
  const bytes = new Uint8Array(unixPathOffset + text.length + 1);
  viewOf(bytes).setUint16(0, addressFamily.unix, true);
  bytes.set(text, unixPathOffset);
  return bytes;
}
