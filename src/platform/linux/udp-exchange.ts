import { type SystemError, SystemException } from "../ports.ts";
import type { DatagramListener, ProbeDatagrams, ProbePath } from "../probe-sockets.ts";
import { errno, systemError } from "./errno.ts";
import { close, recv, send } from "./ffi.ts";
import { openConnected } from "./probe-descriptor.ts";
import type { Readiness, Ready } from "./readiness.ts";
import { messageFlag } from "./socket-options.ts";
import { must } from "./system-call.ts";

/** The largest datagram. */
const datagram = new Uint8Array(64 * 1024);
/** Datagrams per turn of the event loop. */
const datagramsPerTurn = 64;

/** A connected UDP socket: the kernel tells it of the ICMP errors that come back (udp(7)). */
export class UdpExchange implements ProbeDatagrams, Ready {
  readonly #readiness: Readiness;
  readonly #listener: DatagramListener;
  readonly #gone: (exchange: UdpExchange) => void;
  #descriptor = -1;
  #closed = false;

  constructor(
    readiness: Readiness,
    path: ProbePath,
    listener: DatagramListener,
    gone: (exchange: UdpExchange) => void,
  ) {
    this.#readiness = readiness;
    this.#listener = listener;
    this.#gone = gone;
    try {
      this.#descriptor = must("connect", openConnected("datagram", path, 0));
      must("epoll_ctl", readiness.add(this.#descriptor, this));
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#failLater(error.error);
    }
  }

  send(bytes: Uint8Array): void {
    if (this.#closed || this.#descriptor < 0) return;
    const sent = send(this.#descriptor, bytes, bytes.length, messageFlag.noSignal);
    if (sent < 0) this.#failLater(systemError("send", -sent));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#gone(this);
    if (this.#descriptor < 0) return;
    this.#readiness.forget(this.#descriptor);
    close(this.#descriptor);
    this.#descriptor = -1;
  }

  ready(): void {
    for (let count = 0; count < datagramsPerTurn; count += 1) {
      const length = recv(this.#descriptor, datagram, 0);
      if (length === -errno.EAGAIN) return;
      if (length < 0) return this.#fail(systemError("recv", -length));
      this.#listener.received(datagram.subarray(0, length));
      if (this.#closed) return;
    }
    setImmediate(() => {
      if (!this.#closed) this.ready();
    });
  }

  #failLater(error: SystemError): void {
    setImmediate(() => this.#fail(error));
  }

  #fail(error: SystemError): void {
    if (this.#closed) return;
    this.close();
    this.#listener.failed(error);
  }
}
