import type { IpAddress } from "../../base/ip-address.ts";
import { ipProtocol } from "../../wire/ip.ts";
import type { ReceivedPacket, SystemError, VrrpSocket, VrrpSocketOptions } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { close, socket } from "./ffi.ts";
import { OutgoingMessage } from "./outgoing-message.ts";
import { type Watch, watchReadable } from "./poll.ts";
import { batchLimit, borrowBatch, type ReceiveBatch } from "./receive-batch.ts";
import { readPacket } from "./received-packet.ts";
import { addressFamily } from "./socket-address.ts";
import { socketType } from "./socket-options.ts";
import { must, prepared } from "./system-call.ts";
import { configureVrrpSocket } from "./vrrp-socket-options.ts";
import { noInterface, warmMessage, warmPaths } from "./warm-values.ts";

/** Batches per reading, 1024 packets: a flood holds the loop for a few milliseconds and then waits for its turn. */
const batchesPerDrain = 16;

/** A raw socket (raw(7), RFC 3542). Throws SystemException. */
export function openVrrpSocket(options: VrrpSocketOptions, receive: (packet: ReceivedPacket) => void): VrrpSocket {
  return new RawVrrpSocket(options, receive);
}

class RawVrrpSocket implements VrrpSocket {
  readonly #options: VrrpSocketOptions;
  readonly #receive: (packet: ReceivedPacket) => void;
  readonly #message: OutgoingMessage;
  readonly #descriptor: number;
  readonly #watch: Watch;
  #draining = false;
  #closed = false;

  constructor(options: VrrpSocketOptions, receive: (packet: ReceivedPacket) => void) {
    this.#options = options;
    this.#receive = receive;
    this.#message = new OutgoingMessage(options.family);
    this.#descriptor = openDescriptor(options);
    this.#watch = watchReadable(this.#descriptor, () => this.drain());
  }

  send(source: IpAddress, destination: IpAddress, payload: Uint8Array, timeToLive?: number): SystemError | undefined {
    if (this.#closed) return systemError("sendmsg", errno.EBADF);
    const { interfaceIndex } = this.#options;
    return this.#message.send(this.#descriptor, interfaceIndex, source, destination, payload, timeToLive);
  }

  drain(): void {
    // A listener that drains the socket whose packet it is given gets the rest when it returns, in order.
    if (this.#draining || this.#closed) return;
    this.#draining = true;
    try {
      borrowBatch((batch) => this.#readInto(batch));
    } finally {
      this.#draining = false;
    }
  }

  /** A message out of an interface that does not exist. */
  warm(): void {
    const { source, destination } = warmPaths[this.#options.family];
    this.#message.send(this.#descriptor, noInterface, source, destination, warmMessage);
    this.drain();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.close();
    close(this.#descriptor);
  }

  #readInto(batch: ReceiveBatch): void {
    for (let round = 0; round < batchesPerDrain && !this.#closed; round += 1) {
      const count = batch.receive(this.#descriptor);
      try {
        for (let index = 0; index < count && !this.#closed; index += 1) this.#deliver(batch, index);
      } finally {
        batch.reset(count);
      }
      // An error of the socket, such as ENETDOWN, is told once and stands in front of the packets.
      if (count === -errno.EAGAIN || (count >= 0 && count < batchLimit)) return;
    }
  }

  #deliver(batch: ReceiveBatch, index: number): void {
    const packet = readPacket(batch, index, this.#options);
    if (packet !== undefined && this.#isForUs(packet.destination)) this.#receive(packet);
  }

  #isForUs(destination: IpAddress): boolean {
    const { mode } = this.#options;
    return mode.kind === "multicast" ? destination.equals(mode.group) : !destination.isMulticast;
  }
}

function openDescriptor(options: VrrpSocketOptions): number {
  const domain = addressFamily[options.family];
  const protocol = options.authenticated === true ? ipProtocol.authenticationHeader : ipProtocol.vrrp;
  return prepared(must("socket", socket(domain, socketType.raw, protocol)), (descriptor) => {
    configureVrrpSocket(descriptor, options);
    discard(descriptor);
  });
}

/** What came in before the socket was bound may be from any interface. */
function discard(descriptor: number): void {
  borrowBatch((batch) => {
    let count: number;
    do {
      count = Math.max(batch.receive(descriptor), 0);
      batch.reset(count);
    } while (count === batchLimit);
  });
}
