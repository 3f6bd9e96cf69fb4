import type { IpAddress } from "../../base/ip-address.ts";
import { viewOf } from "../../base/layout.ts";
import type { VrrpSocketOptions } from "../ports.ts";
import { ipOption, ipv6Option, optionLevel, setOptions, setReceiveBuffer, socketOption } from "./socket-options.ts";

/** Room for some thousand adverts, in bytes, so that a busy loop loses none. */
const receiveBufferSize = 1024 * 1024;

/** RFC 9568 §5.1.1.3, §5.1.2.3. */
const vrrpTimeToLive = 255;

/** Internetwork control, as routing protocols use it (RFC 791 §3.1). */
const internetworkControl = 0xc0;

/** Sets everything that makes a raw socket a VRRP socket. Throws SystemException. */
export function configureVrrpSocket(descriptor: number, options: VrrpSocketOptions): void {
  setReceiveBuffer(descriptor, receiveBufferSize);
  const device = new TextEncoder().encode(`${options.interface}\0`);
  setOptions(descriptor, [["SO_BINDTODEVICE", optionLevel.socket, socketOption.bindToDevice, device]]);
  if (options.family === "ipv4") configureIpv4(descriptor, options);
  else configureIpv6(descriptor, options);
}

// "Transparent" lets a packet carry a source address that the interface does not have (mcast_src_ip, or an address
// that was removed meanwhile); it changes nothing in what is received.

function configureIpv4(descriptor: number, { interfaceIndex, mode, authenticated }: VrrpSocketOptions): void {
  const level = optionLevel.ip;
  if (authenticated === true) setOptions(descriptor, [["IP_HDRINCL", level, ipOption.headerIncluded, 1]]);
  setOptions(descriptor, [
    ["IP_MULTICAST_ALL", level, ipOption.multicastAll, 0],
    ["IP_TRANSPARENT", level, ipOption.transparent, 1],
    ["IP_TOS", level, ipOption.typeOfService, internetworkControl],
    ["IP_TTL", level, ipOption.timeToLive, vrrpTimeToLive],
  ]);
  if (mode.kind === "unicast") return;
  const request = multicastRequest(mode.group, interfaceIndex);
  setOptions(descriptor, [
    ["IP_MULTICAST_IF", level, ipOption.multicastInterface, request],
    ["IP_MULTICAST_TTL", level, ipOption.multicastTimeToLive, vrrpTimeToLive],
    ["IP_MULTICAST_LOOP", level, ipOption.multicastLoop, 0],
    ["IP_ADD_MEMBERSHIP", level, ipOption.addMembership, request],
  ]);
}

function configureIpv6(descriptor: number, { interfaceIndex, mode }: VrrpSocketOptions): void {
  const level = optionLevel.ipv6;
  setOptions(descriptor, [
    ["IPV6_MULTICAST_ALL", level, ipv6Option.multicastAll, 0],
    ["IPV6_TRANSPARENT", level, ipv6Option.transparent, 1],
    ["IPV6_UNICAST_HOPS", level, ipv6Option.unicastHops, vrrpTimeToLive],
    ["IPV6_RECVPKTINFO", level, ipv6Option.receivePacketInformation, 1],
    ["IPV6_RECVHOPLIMIT", level, ipv6Option.receiveHopLimit, 1],
  ]);
  if (mode.kind === "unicast") return;
  setOptions(descriptor, [
    ["IPV6_MULTICAST_IF", level, ipv6Option.multicastInterface, interfaceIndex],
    ["IPV6_MULTICAST_HOPS", level, ipv6Option.multicastHops, vrrpTimeToLive],
    ["IPV6_MULTICAST_LOOP", level, ipv6Option.multicastLoop, 0],
    ["IPV6_JOIN_GROUP", level, ipv6Option.joinGroup, ipv6MulticastRequest(mode.group, interfaceIndex)],
  ]);
}

/** `struct ip_mreqn`: group, local address (any), interface index. */
function multicastRequest(group: IpAddress, interfaceIndex: number): Uint8Array {
  const bytes = new Uint8Array(12);
  bytes.set(group.bytes, 0);
  viewOf(bytes).setInt32(8, interfaceIndex, true);
  return bytes;
}

/** `struct ipv6_mreq`: group, interface index. */
function ipv6MulticastRequest(group: IpAddress, interfaceIndex: number): Uint8Array {
  const bytes = new Uint8Array(20);
  bytes.set(group.bytes, 0);
  viewOf(bytes).setInt32(16, interfaceIndex, true);
  return bytes;
}
