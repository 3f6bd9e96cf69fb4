import { type Family, IpAddress } from "../../base/ip-address.ts";
import type { ProbePath, ProbeSource } from "../probe-sockets.ts";
import { bind, connect, setsockopt, socket } from "./ffi.ts";
import {
  addressFamily,
  ipSocketAddressLength,
  ipSocketAddressLimit,
  writeIpSocketAddress,
  writeIpSocketPort,
} from "./socket-address.ts";
import { ipOption, optionLevel, setOptions, socketOption, socketType } from "./socket-options.ts";
import { must, prepared } from "./system-call.ts";

const unspecified: Readonly<Record<Family, IpAddress>> = { ipv4: IpAddress.of("0.0.0.0"), ipv6: IpAddress.of("::") };
const one = Uint8Array.of(1, 0, 0, 0);

/** Shared by all: the kernel has read it when a call returns. */
const name = new Uint8Array(ipSocketAddressLimit);

/** A socket that is on its way to being connected. Throws SystemException, without leaving a descriptor. */
export function openConnected(type: "stream" | "datagram", path: ProbePath, inProgress: number): number {
  const { address, port, source } = path;
  const created = must("socket", socket(addressFamily[address.family], socketType[type], 0));
  return prepared(created, (descriptor) => {
    if (isSpecial(source)) setSource(descriptor, address.family, source);
    writeIpSocketAddress(name, address, 0);
    writeIpSocketPort(name, port);
    const result = connect(descriptor, name, ipSocketAddressLength(address));
    if (result !== inProgress) must("connect", result);
  });
}

function isSpecial(source: ProbeSource): boolean {
  const { address, port, interface: device, mark } = source;
  return address !== undefined || port !== undefined || device !== undefined || mark !== 0;
}

/**
 * Interface, mark and address of a socket that is not connected yet; a link-local address belongs to the interface.
 * Throws SystemException.
 */
export function setSource(
  descriptor: number,
  family: Family,
  { address, port, interface: device, mark }: ProbeSource,
): void {
  if (device !== undefined) {
    const value = new TextEncoder().encode(`${device}\0`);
    setOptions(descriptor, [["SO_BINDTODEVICE", optionLevel.socket, socketOption.bindToDevice, value]]);
  }
  if (mark !== 0) setOptions(descriptor, [["SO_MARK", optionLevel.socket, socketOption.mark, mark | 0]]);
  if (address === undefined && port === undefined) return;
  // The port of the check before may still be waiting for late packets.
  if (port !== undefined) {
    setOptions(descriptor, [["SO_REUSEADDR", optionLevel.socket, socketOption.reuseAddress, 1]]);
  } else {
    // Where it can be, a port is chosen with the destination in mind: each destination has all of them.
    setsockopt(descriptor, optionLevel.ip, ipOption.bindAddressNoPort, one);
  }
  const own = address ?? unspecified[family];
  writeIpSocketAddress(name, own, 0);
  writeIpSocketPort(name, port ?? 0);
  must("bind", bind(descriptor, name.subarray(0, ipSocketAddressLength(own))));
}
