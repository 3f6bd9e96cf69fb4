import type { IpAddress } from "../../base/ip-address.ts";
import { decodeIpv4 } from "../../wire/ip.ts";
import type { ReceivedPacket, SystemError, VrrpSocket, VrrpSocketOptions } from "../ports.ts";
import { fakeError } from "./errors.ts";

/** A packet of protocol 112, or authenticated: of protocol 51. */
export type Datagram = { readonly packet: ReceivedPacket; readonly authenticated: boolean };

/** What carries packets away, and is told when the socket is closed. */
export type Carrier = {
  readonly send: (datagram: Datagram) => SystemError | undefined;
  readonly forget: (socket: FakeVrrpSocket) => void;
};

const usualTimeToLive = 255;

/** A whole IPv4 packet as its receiver gets it. */
function openPacket(bytes: Uint8Array): ReceivedPacket | undefined {
  const copy = bytes.slice();
  const decoded = decodeIpv4(copy);
  if (!decoded.ok) return undefined;
  const { source, destination, ttl, payload, totalLength } = decoded.value;
  return { source, destination, ttl, payload, header: copy.subarray(0, totalLength - payload.length) };
}

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

  send(
    source: IpAddress,
    destination: IpAddress,
    payload: Uint8Array,
    timeToLive: number = usualTimeToLive,
  ): SystemError | undefined {
    if (this.#closed) return fakeError("sendmsg", "EBADF");
    const authenticated = this.#options.authenticated === true;
    const packet = authenticated
      ? openPacket(payload)
      : { source, destination, ttl: timeToLive, payload: payload.slice() };
    return packet === undefined ? fakeError("sendmsg", "EMSGSIZE") : this.#carrier.send({ authenticated, packet });
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

  /** Whether the datagram is for this socket. */
  takes({ packet: { destination }, authenticated }: Datagram): boolean {
    const { family, mode } = this.#options;
    if (destination.family !== family || authenticated !== (this.#options.authenticated === true)) return false;
    return mode.kind === "multicast" ? destination.equals(mode.group) : !destination.isMulticast;
  }

  arrive(packet: ReceivedPacket): void {
    if (!this.#closed) this.#arrived.push(packet);
  }
}
