import type { IpAddress } from "../../base/ip-address.ts";
import { MacAddress } from "../../base/mac-address.ts";
import type { Announcer, SystemError } from "../ports.ts";
import { fakeError } from "./errors.ts";

/** Where the frames of an announcer go. */
export type SendFrame = (interfaceIndex: number, frame: Uint8Array) => SystemError | undefined;

const icmp6 = 58;
const allHops = 255;
const headerLength = 54;

/** An announcer that builds the frames around ICMPv6 messages itself, from the hardware address that it is told. */
export class FakeAnnouncer implements Announcer {
  readonly #sendFrame: SendFrame;
  readonly #macOf: (interfaceIndex: number) => MacAddress | undefined;
  readonly #routers: ReadonlySet<string>;
  #closed = false;

  /** `routers`: the interfaces that forward IPv6. */
  constructor(
    sendFrame: SendFrame,
    macOf: (interfaceIndex: number) => MacAddress | undefined,
    routers: ReadonlySet<string>,
  ) {
    this.#sendFrame = sendFrame;
    this.#macOf = macOf;
    this.#routers = routers;
  }

  sendFrame(interfaceIndex: number, frame: Uint8Array): SystemError | undefined {
    return this.#closed ? fakeError("sendto", "EBADF") : this.#sendFrame(interfaceIndex, frame);
  }

  sendFrames(interfaceIndex: number, frames: readonly Uint8Array[]): readonly (SystemError | undefined)[] {
    return frames.map((frame) => this.sendFrame(interfaceIndex, frame));
  }

  sendIcmp6(
    interfaceIndex: number,
    source: IpAddress,
    destination: IpAddress,
    message: Uint8Array,
  ): SystemError | undefined {
    if (this.#closed) return fakeError("sendmsg", "EBADF");
    const mac = this.#macOf(interfaceIndex) ?? MacAddress.broadcast;
    return this.#sendFrame(interfaceIndex, icmp6Frame(mac, source, destination, message));
  }

  forwardsIpv6(interfaceName: string): boolean {
    return this.#routers.has(interfaceName);
  }

  warm(): void {
    // Nothing here gets faster.
  }

  close(): void {
    this.#closed = true;
  }
}

/** Ethernet (RFC 2464 §7 for the multicast destination), IPv6 (RFC 8200 §3), message. */
function icmp6Frame(mac: MacAddress, source: IpAddress, destination: IpAddress, message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(headerLength + message.length);
  frame.set([0x33, 0x33, ...destination.bytes.subarray(12), ...mac.bytes, 0x86, 0xdd, 0x60]);
  frame.set([message.length >> 8, message.length & 0xff, icmp6, allHops], 18);
  frame.set(source.bytes, 22);
  frame.set(destination.bytes, 38);
  frame.set(message, headerLength);
  return frame;
}
