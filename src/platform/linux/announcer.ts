import type { IpAddress } from "../../base/ip-address.ts";
import { ipProtocol } from "../../wire/ip.ts";
import type { Announcer, SystemError } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { close, sendto, socket } from "./ffi.ts";
import { FrameBatch } from "./frame-batch.ts";
import { OutgoingMessage } from "./outgoing-message.ts";
import { readSmallFile } from "./small-file.ts";
import { addressFamily, packetSocketAddress, writePacketDestination } from "./socket-address.ts";
import { icmp6Option, ipv6Option, messageFlag, optionLevel, setOptions, socketType } from "./socket-options.ts";
import { failureOf, must, prepared } from "./system-call.ts";
import { noInterface, warmFrame, warmMessage, warmPaths } from "./warm-values.ts";

/** A set bit for each ICMPv6 type that is not wanted (RFC 3542 §3.2): all of them. */
const blockAll = new Uint8Array(32).fill(0xff);

/** RFC 4861 §7.1.2. */
const neighborDiscoveryHopLimit = 255;

/** Throws SystemException. Without IPv6 in the kernel it opens as well, and sends only frames. */
export function openAnnouncer(): Announcer {
  return new SocketAnnouncer();
}

class SocketAnnouncer implements Announcer {
  /** With protocol 0 it receives nothing (packet(7)). */
  readonly #packetSocket = must("socket", socket(addressFamily.packet, socketType.raw, 0));
  readonly #packetDestination = packetSocketAddress();
  readonly #batch = new FrameBatch();
  /** Or the negative errno that says why there is none. */
  readonly #icmp6Socket = openIcmp6Socket();
  readonly #message = new OutgoingMessage("ipv6");
  #closed = false;

  sendFrame(interfaceIndex: number, frame: Uint8Array): SystemError | undefined {
    if (this.#closed) return systemError("sendto", errno.EBADF);
    writePacketDestination(this.#packetDestination, interfaceIndex, frame);
    const sent = sendto(this.#packetSocket, frame, messageFlag.nonBlocking, this.#packetDestination);
    return failureOf("sendto", sent);
  }

  sendFrames(interfaceIndex: number, frames: readonly Uint8Array[]): readonly (SystemError | undefined)[] {
    const inBatch = !this.#closed && frames.length > 1 && frames.every((frame) => this.#batch.takes(frame));
    return inBatch
      ? this.#batch.send(this.#packetSocket, interfaceIndex, frames)
      : frames.map((frame) => this.sendFrame(interfaceIndex, frame));
  }

  sendIcmp6(
    interfaceIndex: number,
    source: IpAddress,
    destination: IpAddress,
    message: Uint8Array,
  ): SystemError | undefined {
    if (this.#closed) return systemError("sendmsg", errno.EBADF);
    if (this.#icmp6Socket < 0) return failureOf("socket", this.#icmp6Socket);
    return this.#message.send(this.#icmp6Socket, interfaceIndex, source, destination, message);
  }

  forwardsIpv6(interfaceName: string): boolean {
    const path = `/proc/sys/net/ipv6/conf/${interfaceName}/forwarding`;
    return !interfaceName.includes("/") && Number(readSmallFile(path) ?? 0) > 0;
  }

  /** A frame and a message out of an interface that does not exist. */
  warm(): void {
    const { source, destination } = warmPaths.ipv6;
    this.sendFrame(noInterface, warmFrame);
    this.sendFrames(noInterface, [warmFrame, warmFrame]);
    this.sendIcmp6(noInterface, source, destination, warmMessage);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    close(this.#packetSocket);
    if (this.#icmp6Socket >= 0) close(this.#icmp6Socket);
  }
}

/** A descriptor, or the negative errno when the kernel has no IPv6. */
function openIcmp6Socket(): number {
  const created = socket(addressFamily.ipv6, socketType.raw, ipProtocol.icmp6);
  if (created === -errno.EAFNOSUPPORT) return created;
  return prepared(must("socket", created), (descriptor) => {
    setOptions(descriptor, [
      ["ICMP6_FILTER", optionLevel.icmp6, icmp6Option.filter, blockAll],
      ["IPV6_TRANSPARENT", optionLevel.ipv6, ipv6Option.transparent, 1],
      ["IPV6_UNICAST_HOPS", optionLevel.ipv6, ipv6Option.unicastHops, neighborDiscoveryHopLimit],
      ["IPV6_MULTICAST_HOPS", optionLevel.ipv6, ipv6Option.multicastHops, neighborDiscoveryHopLimit],
      ["IPV6_MULTICAST_LOOP", optionLevel.ipv6, ipv6Option.multicastLoop, 0],
    ]);
  });
}
