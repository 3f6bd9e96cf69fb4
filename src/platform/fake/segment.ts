import type { IpAddress } from "../../base/ip-address.ts";
import { type Duration, type Instant, later, zeroDuration } from "../../base/time.ts";
import type {
  FrameListener,
  HeardFrame,
  ReceivedPacket,
  SystemError,
  VrrpSocket,
  VrrpSocketOptions,
} from "../ports.ts";
import type { FakeClock } from "./clock.ts";
import { fakeError } from "./errors.ts";
import { FakeFrameListener } from "./frame-listener.ts";
import type { FakeNetwork } from "./network.ts";
import { type Datagram, FakeVrrpSocket } from "./vrrp-socket.ts";

/** A machine's connection to a segment: one of its links. */
export type Attachment = { readonly network: FakeNetwork; readonly interfaceIndex: number };

/** How long a packet or frame is on its way to one receiver, or that it does not get there. */
export type Fate = (from: Attachment, to: Attachment) => Duration | "lost";

/** An Ethernet frame as it has arrived somewhere. */
export type ArrivedFrame = { readonly at: Instant; readonly to: Attachment; readonly frame: Uint8Array };

/**
 * One Ethernet segment between the links of several machines. It carries protocol 112 between their sockets, and
 * remembers the frames of their announcers, which frame listeners hear.
 */
export class FakeSegment {
  readonly #clock: FakeClock;
  readonly #attachments = new Map<FakeNetwork, Attachment>();
  readonly #sockets = new Map<FakeVrrpSocket, Attachment>();
  readonly #listeners = new Map<FakeFrameListener, Attachment>();
  readonly #frames: ArrivedFrame[] = [];
  /** May be replaced at any time, for delays, losses and partitions. */
  fate: Fate = () => zeroDuration;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Every frame at every link but the sender's, in the order of sending; for as long as the segment exists. */
  get frames(): readonly ArrivedFrame[] {
    return this.#frames;
  }

  /** Connects a link of a machine, at most one of each machine. */
  attach(network: FakeNetwork, interfaceIndex: number): Attachment {
    const attachment = { network, interfaceIndex };
    this.#attachments.set(network, attachment);
    return attachment;
  }

  /** Undefined: this link of this machine is connected to something else. */
  attachmentOf(network: FakeNetwork, interfaceIndex: number): Attachment | undefined {
    const attachment = this.#attachments.get(network);
    return attachment?.interfaceIndex === interfaceIndex ? attachment : undefined;
  }

  openSocket(from: Attachment, options: VrrpSocketOptions, receive: (packet: ReceivedPacket) => void): VrrpSocket {
    const socket = new FakeVrrpSocket(options, receive, {
      send: (datagram) => this.#carry(from, datagram),
      forget: (closed) => this.#sockets.delete(closed),
    });
    this.#sockets.set(socket, from);
    return socket;
  }

  /** Hears the frames of announcers: the packets of sockets are none. */
  listen(at: Attachment, hear: (frame: HeardFrame) => void): FrameListener {
    const listener = new FakeFrameListener(hear, (closed) => this.#listeners.delete(closed));
    this.#listeners.set(listener, at);
    return listener;
  }

  sendFrame(from: Attachment, frame: Uint8Array): SystemError | undefined {
    const error = linkError("sendto", from);
    if (error !== undefined) return error;
    this.#letHear(from, frame.slice());
    for (const to of this.#attachments.values()) {
      const delay = to === from ? "lost" : this.#delay(from, to);
      if (delay !== "lost") this.#frames.push({ at: later(this.#clock.now(), delay), to, frame: frame.slice() });
    }
    return undefined;
  }

  #letHear(from: Attachment, frame: Uint8Array): void {
    for (const [listener, to] of this.#listeners) {
      const isOwn = to === from;
      const delay = isOwn ? zeroDuration : this.#delay(from, to);
      if (delay === "lost") continue;
      this.#clock.schedule(later(this.#clock.now(), delay), () => listener.arrive(frame, isOwn));
    }
  }

  #carry(from: Attachment, datagram: Datagram): SystemError | undefined {
    const error = linkError("sendmsg", from);
    if (error !== undefined) return error;
    const { packet } = datagram;
    for (const [socket, to] of this.#sockets) {
      if (to === from || !socket.takes(datagram) || !isReached(to, packet.destination)) continue;
      const delay = this.#delay(from, to);
      if (delay !== "lost") this.#deliver(socket, packet, delay);
    }
    return undefined;
  }

  #deliver(socket: FakeVrrpSocket, packet: ReceivedPacket, delay: Duration): void {
    const at = later(this.#clock.now(), delay);
    if (delay <= zeroDuration) socket.arrive(packet);
    else this.#clock.schedule(at, () => socket.arrive(packet));
    this.#clock.schedule(at, () => socket.drain());
  }

  #delay(from: Attachment, to: Attachment): Duration | "lost" {
    return hasCarrier(from) && hasCarrier(to) ? this.fate(from, to) : "lost";
  }
}

function linkError(call: string, { network, interfaceIndex }: Attachment): SystemError | undefined {
  const link = network.link(interfaceIndex);
  if (link === undefined) return fakeError(call, "ENODEV");
  return link.up ? undefined : fakeError(call, "ENETDOWN");
}

function hasCarrier({ network, interfaceIndex }: Attachment): boolean {
  const link = network.link(interfaceIndex);
  return link !== undefined && link.up && link.running;
}

/** Multicast goes everywhere, unicast to whoever has the address. */
function isReached({ network, interfaceIndex }: Attachment, destination: IpAddress): boolean {
  return destination.isMulticast || network.holds(interfaceIndex, destination);
}
