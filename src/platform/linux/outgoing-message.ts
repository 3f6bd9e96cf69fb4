import type { Family, IpAddress } from "../../base/ip-address.ts";
import { viewOf, writeField, writeLayout } from "../../base/layout.ts";
import type { SystemError } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { addressOf, sendmsg } from "./ffi.ts";
import {
  controlHeaderLayout,
  ipv4PacketInformation,
  ipv6PacketInformation,
  messageHeaderLayout,
  pieceLayout,
} from "./message-header.ts";
import { ipSocketAddressLength, ipSocketAddressLimit, writeIpSocketAddress } from "./socket-address.ts";
import { ipOption, ipv6Option, messageFlag, optionLevel } from "./socket-options.ts";
import { failureOf } from "./system-call.ts";

const controlLimit = 64;

/** A C int. */
const timeToLiveSize = 4;

/** The largest message: an advert of 255 IPv6 addresses has 4088 bytes. */
const payloadLimit = 4352;

/**
 * One message with its source address as ancillary data, in buffers that are laid out once and filled for each
 * sending. What did not change since the last one is not written again.
 */
export class OutgoingMessage {
  readonly #name = new Uint8Array(ipSocketAddressLimit);
  readonly #control = new Uint8Array(controlLimit);
  readonly #payload = new Uint8Array(payloadLimit);
  readonly #piece = new Uint8Array(pieceLayout.size);
  readonly #header = new Uint8Array(messageHeaderLayout.size);
  readonly #headerView = viewOf(this.#header);
  readonly #pieceView = viewOf(this.#piece);
  #source: IpAddress | undefined;
  #destination: IpAddress | undefined;
  #interfaceIndex = 0;
  /** Where the control message with the time to live begins, which is there only when one is given. */
  readonly #timeToLiveAt: number;
  #timeToLive: number | undefined;

  constructor(family: Family) {
    this.#timeToLiveAt = writeControlHeader(this.#control, family);
    writeTimeToLiveHeader(this.#control, this.#timeToLiveAt, family);
    writeLayout(this.#pieceView, 0, pieceLayout, { base: addressOf(this.#payload) });
    writeLayout(this.#headerView, 0, messageHeaderLayout, {
      name: addressOf(this.#name),
      pieces: addressOf(this.#piece),
      pieceCount: 1,
      control: addressOf(this.#control),
      controlLength: this.#timeToLiveAt,
    });
  }

  /**
   * Sends from one address to another of the family, out of the interface, with the socket's own time to live unless
   * one is given. Never blocks.
   */
  send(
    descriptor: number,
    interfaceIndex: number,
    source: IpAddress,
    destination: IpAddress,
    payload: Uint8Array,
    timeToLive?: number,
  ): SystemError | undefined {
    if (payload.length > payloadLimit) return systemError("sendmsg", errno.EMSGSIZE);
    if (source !== this.#source || interfaceIndex !== this.#interfaceIndex) this.#setSource(source, interfaceIndex);
    if (destination !== this.#destination || interfaceIndex !== this.#interfaceIndex) {
      this.#setDestination(destination, interfaceIndex);
    }
    this.#interfaceIndex = interfaceIndex;
    if (timeToLive !== this.#timeToLive) this.#setTimeToLive(timeToLive);
    this.#payload.set(payload);
    writeField(this.#pieceView, 0, pieceLayout.fields.length, payload.length);
    return failureOf("sendmsg", sendmsg(descriptor, this.#header, messageFlag.nonBlocking | messageFlag.noSignal));
  }

  #setSource(source: IpAddress, interfaceIndex: number): void {
    this.#source = source;
    const data = this.#control.subarray(controlHeaderLayout.size);
    if (source.family === "ipv4") {
      viewOf(data).setInt32(0, interfaceIndex, true);
      data.set(source.bytes, ipv4PacketInformation.sourceOffset);
    } else {
      data.set(source.bytes, ipv6PacketInformation.addressOffset);
      viewOf(data).setUint32(ipv6PacketInformation.interfaceOffset, interfaceIndex, true);
    }
  }

  #setTimeToLive(timeToLive: number | undefined): void {
    this.#timeToLive = timeToLive;
    const start = this.#timeToLiveAt;
    if (timeToLive !== undefined) viewOf(this.#control).setInt32(start + controlHeaderLayout.size, timeToLive, true);
    const length = timeToLive === undefined ? start : start + alignedLength(timeToLiveSize);
    writeField(this.#headerView, 0, messageHeaderLayout.fields.controlLength, length);
  }

  #setDestination(destination: IpAddress, interfaceIndex: number): void {
    this.#destination = destination;
    writeIpSocketAddress(this.#name, destination, interfaceIndex);
    const length = ipSocketAddressLength(destination);
    writeField(this.#headerView, 0, messageHeaderLayout.fields.nameLength, length);
  }
}

/** The header of the first control message, IP_PKTINFO or IPV6_PKTINFO. Returns where the next one begins. */
function writeControlHeader(control: Uint8Array, family: Family): number {
  const [level, type, size] =
    family === "ipv4"
      ? [optionLevel.ip, ipOption.packetInformation, ipv4PacketInformation.size]
      : [optionLevel.ipv6, ipv6Option.packetInformation, ipv6PacketInformation.size];
  const length = controlHeaderLayout.size + size;
  writeLayout(viewOf(control), 0, controlHeaderLayout, { length, level, type });
  return alignedLength(size);
}

/** The header of the second one, IP_TTL or IPV6_HOPLIMIT. */
function writeTimeToLiveHeader(control: Uint8Array, start: number, family: Family): void {
  const [level, type] =
    family === "ipv4" ? [optionLevel.ip, ipOption.timeToLive] : [optionLevel.ipv6, ipv6Option.hopLimit];
  const length = controlHeaderLayout.size + timeToLiveSize;
  writeLayout(viewOf(control), start, controlHeaderLayout, { length, level, type });
}

/** Of a whole control message with that many bytes of data (cmsg(3), CMSG_SPACE). */
function alignedLength(size: number): number {
  return Math.ceil((controlHeaderLayout.size + size) / 8) * 8;
}
