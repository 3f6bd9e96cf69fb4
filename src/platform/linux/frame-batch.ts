import { viewOf, writeField, writeLayout } from "../../base/layout.ts";
import type { SystemError } from "../ports.ts";
import { addressOf, sendmmsg } from "./ffi.ts";
import { batchElementLayout, pieceLayout } from "./message-header.ts";
import { packetSocketAddress, writePacketDestination } from "./socket-address.ts";
import { messageFlag } from "./socket-options.ts";
import { failureOf } from "./system-call.ts";

/** Frames per call. */
const batchLimit = 64;

/** Bytes: an ARP packet has 42. */
const frameLimit = 128;
const nameSize = packetSocketAddress().length;

/** Buffers for many small frames at once (sendmmsg(2)), laid out once. */
export class FrameBatch {
  readonly #elements = new Uint8Array(batchElementLayout.size * batchLimit);
  readonly #pieces = new Uint8Array(pieceLayout.size * batchLimit);
  readonly #frames = new Uint8Array(frameLimit * batchLimit);
  readonly #names = new Uint8Array(nameSize * batchLimit);
  readonly #piecesView = viewOf(this.#pieces);

  constructor() {
    const elements = viewOf(this.#elements);
    for (let index = 0; index < batchLimit; index += 1) {
      const base = addressOf(this.#frames) + index * frameLimit;
      this.#name(index).set(packetSocketAddress());
      writeLayout(this.#piecesView, index * pieceLayout.size, pieceLayout, { base });
      writeLayout(elements, index * batchElementLayout.size, batchElementLayout, {
        name: addressOf(this.#names) + index * nameSize,
        nameLength: nameSize,
        pieces: addressOf(this.#pieces) + index * pieceLayout.size,
        pieceCount: 1,
      });
    }
  }

  /** Whether a frame may go into a batch. */
  takes(frame: Uint8Array): boolean {
    return frame.length <= frameLimit;
  }

  /** Sends the frames in order; a failure of one does not keep the others from it. One result for each. */
  send(
    descriptor: number,
    interfaceIndex: number,
    frames: readonly Uint8Array[],
  ): readonly (SystemError | undefined)[] {
    const results: (SystemError | undefined)[] = [];
    while (results.length < frames.length) {
      const some = frames.slice(results.length, results.length + batchLimit);
      for (const [index, frame] of some.entries()) this.#write(index, interfaceIndex, frame);
      const sent = sendmmsg(descriptor, this.#elements, some.length, messageFlag.nonBlocking);
      // A failure is told only for the first of a call: those before a failed one have been sent.
      if (sent <= 0) results.push(failureOf("sendmmsg", sent));
      else for (let index = 0; index < sent; index += 1) results.push(undefined);
    }
    return results;
  }

  #write(index: number, interfaceIndex: number, frame: Uint8Array): void {
    this.#frames.set(frame, index * frameLimit);
    writeField(this.#piecesView, index * pieceLayout.size, pieceLayout.fields.length, frame.length);
    writePacketDestination(this.#name(index), interfaceIndex, frame);
  }

  #name(index: number): Uint8Array {
    return this.#names.subarray(index * nameSize, (index + 1) * nameSize);
  }
}
