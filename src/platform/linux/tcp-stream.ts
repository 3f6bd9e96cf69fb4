import { viewOf } from "../../base/layout.ts";
import { type SystemError, SystemException } from "../ports.ts";
import type { ProbePath, ProbeStream, StreamListener } from "../probe-sockets.ts";
import { errno, systemError } from "./errno.ts";
import { close, getsockopt, recv, send } from "./ffi.ts";
import { openConnected } from "./probe-descriptor.ts";
import { readyFor, type Readiness, type Ready } from "./readiness.ts";
import { messageFlag, optionLevel, socketOption } from "./socket-options.ts";
import { must } from "./system-call.ts";

/** Shared by all: listeners copy what they want to keep. */
const piece = new Uint8Array(64 * 1024);
/** Pieces per turn of the event loop: a server that never stops sending does not hold it. */
const piecesPerTurn = 4;

const value = new Uint8Array(4);
const valueLength = new Uint8Array(4);

/** A connection of TCP that never blocks. What cannot even be begun is told in the next turn of the event loop. */
export class TcpStream implements ProbeStream, Ready {
  readonly #readiness: Readiness;
  readonly #listener: StreamListener;
  readonly #gone: (stream: TcpStream) => void;
  /** -1: closed, or never opened. */
  #descriptor = -1;
  #connected = false;
  #closed = false;
  /** What the socket has not taken yet. */
  #unsent: Uint8Array | undefined;

  constructor(readiness: Readiness, path: ProbePath, listener: StreamListener, gone: (stream: TcpStream) => void) {
    this.#readiness = readiness;
    this.#listener = listener;
    this.#gone = gone;
    try {
      this.#descriptor = openConnected("stream", path, -errno.EINPROGRESS);
      must("epoll_ctl", readiness.add(this.#descriptor, this));
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      setImmediate(() => this.#end(error.error));
    }
  }

  send(bytes: Uint8Array): void {
    if (this.#closed) return;
    if (this.#unsent !== undefined) {
      this.#unsent = joined(this.#unsent, bytes);
      return;
    }
    const sent = send(this.#descriptor, bytes, bytes.length, messageFlag.noSignal);
    // A connection that is broken says so when it is read from.
    if (sent < bytes.length && (sent >= 0 || sent === -errno.EAGAIN)) this.#unsent = bytes.slice(Math.max(sent, 0));
  }

  release(): number {
    const descriptor = this.#descriptor;
    this.#readiness.remove(descriptor);
    this.#descriptor = -1;
    this.close();
    return descriptor;
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

  ready(events: number): void {
    if (!this.#connected) {
      if ((events & (readyFor.error | readyFor.hangUp)) !== 0) return this.#end(this.#connectError());
      if ((events & readyFor.output) === 0) return;
      this.#connected = true;
      this.#listener.opened();
    } else if ((events & readyFor.output) !== 0) this.#flush();
    if (!this.#closed && (events & ~readyFor.output) !== 0) this.#read(events);
  }

  #read(events: number): void {
    const mayHaveEnded = (events & (readyFor.error | readyFor.hangUp | readyFor.peerEnded)) !== 0;
    for (let turn = 0; turn < piecesPerTurn; turn += 1) {
      const length = recv(this.#descriptor, piece, 0);
      if (length === -errno.EAGAIN) return;
      if (length <= 0) return this.#end(length === 0 ? undefined : systemError("recv", -length));
      this.#listener.received(piece.subarray(0, length));
      if (this.#closed || (length < piece.length && !mayHaveEnded)) return;
    }
    // What is left is not told of again.
    setImmediate(() => {
      if (!this.#closed) this.#read(events);
    });
  }

  #flush(): void {
    const bytes = this.#unsent;
    if (bytes === undefined) return;
    this.#unsent = undefined;
    this.send(bytes);
  }

  #end(error: SystemError | undefined): void {
    if (this.#closed) return;
    this.close();
    this.#listener.ended(error);
  }

  /** SO_ERROR (socket(7)). */
  #connectError(): SystemError {
    viewOf(valueLength).setUint32(0, value.length, true);
    const result = getsockopt(this.#descriptor, optionLevel.socket, socketOption.error, value, valueLength);
    const code = result < 0 ? -result : viewOf(value).getInt32(0, true);
    // The other side had accepted and ended the connection before it was looked at.
    return systemError("connect", code === 0 ? errno.ECONNRESET : code);
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
