import { viewOf } from "../../base/layout.ts";
import { setsockopt } from "./ffi.ts";
import { must } from "./system-call.ts";

/** socket(2), with SOCK_NONBLOCK | SOCK_CLOEXEC in each. */
export const socketType = { stream: 0o2_004_001, datagram: 0o2_004_002, raw: 0o2_004_003 } as const;

/** Flags of sending and receiving (send(2), recv(2)). */
export const messageFlag = { truncated: 0x20, nonBlocking: 0x40, noSignal: 0x4000 } as const;

/** The level of an option. */
export const optionLevel = { ip: 0, socket: 1, ipv6: 41, icmp6: 58, raw: 255, packet: 263, netlink: 270 } as const;

/** socket(7). */
export const socketOption = {
  reuseAddress: 2,
  error: 4,
  receiveBuffer: 8,
  bindToDevice: 25,
  attachFilter: 26,
  detachFilter: 27,
  receiveBufferForce: 33,
  mark: 36,
} as const;

/** ip(7). */
export const ipOption = {
  typeOfService: 1,
  timeToLive: 2,
  headerIncluded: 3,
  packetInformation: 8,
  transparent: 19,
  bindAddressNoPort: 24,
  multicastInterface: 32,
  multicastTimeToLive: 33,
  multicastLoop: 34,
  addMembership: 35,
  multicastAll: 49,
} as const;

/** ipv6(7), RFC 3542. */
export const ipv6Option = {
  unicastHops: 16,
  multicastInterface: 17,
  multicastHops: 18,
  multicastLoop: 19,
  joinGroup: 20,
  multicastAll: 29,
  receivePacketInformation: 49,
  packetInformation: 50,
  receiveHopLimit: 51,
  hopLimit: 52,
  transparent: 75,
} as const;

/** packet(7). */
export const packetOption = { addMembership: 1, auxiliaryData: 8 } as const;

/** raw(7). */
export const icmpOption = { filter: 1 } as const;

/** RFC 3542 §3.2. */
export const icmp6Option = { filter: 1 } as const;

type Option = readonly [name: string, level: number, option: number, value: number | Uint8Array];

/** Sets them in order; a number is passed as a C int. Throws SystemException that names the option that failed. */
export function setOptions(descriptor: number, options: readonly Option[]): void {
  for (const [name, level, option, value] of options) {
    must(`setsockopt ${name}`, setsockopt(descriptor, level, option, optionValue(value)));
  }
}

/** Asks for a receive buffer of that many bytes, beyond the system's limit where that is allowed. */
export function setReceiveBuffer(descriptor: number, size: number): void {
  const value = optionValue(size);
  const forced = setsockopt(descriptor, optionLevel.socket, socketOption.receiveBufferForce, value);
  if (forced < 0) setsockopt(descriptor, optionLevel.socket, socketOption.receiveBuffer, value);
}

function optionValue(value: number | Uint8Array): Uint8Array {
  if (typeof value !== "number") return value;
  const bytes = new Uint8Array(4);
  viewOf(bytes).setInt32(0, value, true);
  return bytes;
}
