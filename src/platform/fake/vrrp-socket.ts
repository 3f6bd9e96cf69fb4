import type { IpAddress } from "../../base/ip-address.ts";
import type { ReceivedPacket, SystemError, VrrpSocket, VrrpSocketOptions } from "../ports.ts";
import { fakeError } from "./errors.ts";

/** What carries packets away, and is told when the socket is closed. */
export type Carrier = {
  readonly send: (source: IpAddress, destination: IpAddress, payload: Uint8Array) => SystemError | undefined;
  readonly forget: (socket: FakeVrrpSocket) => void;
};

/** A socket whose packets wait until it is drained. */
export class FakeVrrpSocket implements VrrpSocket {
  readonly #options: VrrpSocketOptions;
  readonly #receive: (packet: ReceivedPacket) => void;
  readonly #carrier: Carrier;
  readonly #arrived: ReceivedPacket[] = [];
  #draining = false;
  #closed = false;

  constructor(options: VrrpSocketOptions, receive: (packet: ReceivedPacket) => void, carrier: Carrier) {
    this.#options = options;
    this.#receive = receive;
    this.#carrier = carrier;
  }

  send(source: IpAddress, destination: IpAddress, payload: Uint8Array): SystemError | undefined {
    return this.#closed ? fakeError("sendmsg", "EBADF") : this.#carrier.send(source, destination, payload);
  }

  drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let packet = this.#arrived.shift(); packet !== undefined; packet = this.#arrived.shift()) {
        this.#receive(packet);
      }
    } finally {
      this.#draining = false;
    }
  }

  warm(): void {
    // Nothing here gets faster.
  }

  close(): void {
    this.#closed = true;
    this.#arrived.length = 0;
    this.#carrier.forget(this);
  }

  /** Whether packets to the destination are for this socket. */
  takes(destination: IpAddress): boolean {
    const { family, mode } = this.#options;
    if (destination.family !== family) return false;
    return mode.kind === "multicast" ? destination.equals(mode.group) : !destination.isMulticast;
  }

  arrive(packet: ReceivedPacket): void {
    if (!this.#closed) this.#arrived.push(packet);
  }
}
