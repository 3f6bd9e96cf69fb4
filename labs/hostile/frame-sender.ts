import { viewOf, writeLayout } from "../../src/base/layout.ts";
import { addressOf, bind, close, sendmmsg, socket } from "../../src/platform/linux/ffi.ts";
import { batchElementLayout, pieceLayout } from "../../src/platform/linux/message-header.ts";
import { addressFamily, packetSocketAddress, writePacketDestination } from "../../src/platform/linux/socket-address.ts";
import { socketType } from "../../src/platform/linux/socket-options.ts";
import { must } from "../../src/platform/linux/system-call.ts";

/** Frames per call. */
const batchLimit = 64;

/** Sends Ethernet frames out of one interface again and again, as they are, many at a time (packet(7), sendmmsg(2)). */
export class FrameSender {
  readonly #frames: readonly Uint8Array[];
  readonly #pieces: Uint8Array;
  readonly #elements: Uint8Array;
  readonly #descriptor = must("socket", socket(addressFamily.packet, socketType.raw, 0));
  #next = 0;

  /** As many frames as batches fit into. Throws SystemException. */
  constructor(interfaceIndex: number, frames: readonly Uint8Array[]) {
    this.#frames = frames;
    this.#pieces = new Uint8Array(frames.length * pieceLayout.size);
    this.#elements = new Uint8Array(frames.length * batchElementLayout.size);
    const pieces = viewOf(this.#pieces);
    const elements = viewOf(this.#elements);
    for (const [index, frame] of frames.entries()) {
      const at = index * pieceLayout.size;
      writeLayout(pieces, at, pieceLayout, { base: addressOf(frame), length: frame.length });
      writeLayout(elements, index * batchElementLayout.size, batchElementLayout, {
        pieces: addressOf(this.#pieces) + at,
        pieceCount: 1,
      });
    }
    const address = packetSocketAddress();
    writePacketDestination(address, interfaceIndex, new Uint8Array(14));
    must("bind", bind(this.#descriptor, address));
  }

  /** Sends the next frames, at most so many; how many the kernel took. */
  send(count: number): number {
    const here = Math.min(count, batchLimit, this.#frames.length - this.#next);
    const start = this.#next * batchElementLayout.size;
    const sent = sendmmsg(this.#descriptor, this.#elements.subarray(start), here, 0);
    if (sent < 0) return 0;
    this.#next = (this.#next + sent) % this.#frames.length;
    return sent;
  }

  close(): void {
    close(this.#descriptor);
  }
}
