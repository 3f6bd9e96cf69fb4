import { viewOf } from "../../base/layout.ts";
import { close, epollControl, epollCreate1, epollWait } from "./ffi.ts";
import { type Watch, watchReadable } from "./poll.ts";
import { must } from "./system-call.ts";

const closeOnExec = 0o2_000_000;
const add = 1;
const remove = 2;

/** epoll_ctl(2). */
export const readyFor = { input: 1, output: 4, error: 8, hangUp: 0x10, peerEnded: 0x2000 } as const;
const edgeTriggered = 0x8000_0000;
const wanted = readyFor.input | readyFor.output | readyFor.peerEnded;

/** `struct epoll_event` is packed on one architecture only. */
const eventSize = process.arch === "x64" ? 12 : 16;
const dataOffset = eventSize - 8;

const eventsPerCall = 256;
/** Calls per turn of the event loop: with many thousand sockets others get their turn as well. */
const callsPerTurn = 4;

/** A socket that is told what it is ready for. */
export interface Ready {
  ready(events: number): void;
}

type Entry = { readonly serial: number; readonly target: Ready };

/**
 * Many sockets that live shortly, behind one descriptor of the event loop (epoll(7)): one system call for each, where
 * a watch of their own would cost several and an object. Changes of readiness are told once: whoever is told takes
 * everything, or sees to the rest by itself.
 */
export class Readiness {
  readonly #descriptor = must("epoll_create1", epollCreate1(closeOnExec));
  readonly #entries = new Map<number, Entry>();
  readonly #event = new Uint8Array(eventSize);
  readonly #eventView = viewOf(this.#event);
  readonly #events = new Uint8Array(eventSize * eventsPerCall);
  readonly #eventsView = viewOf(this.#events);
  readonly #watch: Watch;
  #serial = 0;
  #closed = false;

  constructor() {
    this.#watch = watchReadable(this.#descriptor, () => this.#read());
  }

  /** A negative errno when it cannot be watched. */
  add(descriptor: number, target: Ready): number {
    // Tells a descriptor from one of the same number that was closed while its event was under way.
    this.#serial = (this.#serial + 1) >>> 0;
    this.#eventView.setUint32(0, (wanted | edgeTriggered) >>> 0, true);
    this.#eventView.setInt32(dataOffset, descriptor, true);
    this.#eventView.setUint32(dataOffset + 4, this.#serial, true);
    const result = epollControl(this.#descriptor, add, descriptor, this.#event);
    if (result === 0) this.#entries.set(descriptor, { serial: this.#serial, target });
    return result;
  }

  /** Before the descriptor is closed, which takes it out of the kernel's set. */
  forget(descriptor: number): void {
    this.#entries.delete(descriptor);
  }

  /** One that stays open. */
  remove(descriptor: number): void {
    this.#entries.delete(descriptor);
    epollControl(this.#descriptor, remove, descriptor, this.#event);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.close();
    this.#entries.clear();
    close(this.#descriptor);
  }

  #read(): void {
    for (let call = 0; call < callsPerTurn && !this.#closed; call += 1) {
      const count = epollWait(this.#descriptor, this.#events, eventsPerCall);
      for (let index = 0; index < count && !this.#closed; index += 1) this.#tell(index * eventSize);
      if (count < eventsPerCall) return;
    }
  }

  #tell(start: number): void {
    const entry = this.#entries.get(this.#eventsView.getInt32(start + dataOffset, true));
    if (entry?.serial !== this.#eventsView.getUint32(start + dataOffset + 4, true)) return;
    entry.target.ready(this.#eventsView.getUint32(start, true));
  }
}
