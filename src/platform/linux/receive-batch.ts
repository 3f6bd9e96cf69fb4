import { readField, viewOf, writeField, writeLayout } from "../../base/layout.ts";
import { addressOf, recvmmsg } from "./ffi.ts";
import { batchElementLayout, controlHeaderLayout, nextControlOffset, pieceLayout } from "./message-header.ts";
import { ipSocketAddressLimit } from "./socket-address.ts";
import { messageFlag } from "./socket-options.ts";

/** Messages per call. */
export const batchLimit = 64;

/** Bytes of one message: an IPv6 advert of 255 addresses has 4088. */
const payloadLimit = 4352;
const nameSize = 32;
const controlSize = 96;

const elementFields = batchElementLayout.fields;

/** Buffers for many messages at once (recvmmsg(2)), laid out once. */
export class ReceiveBatch {
  readonly #elements = new Uint8Array(batchElementLayout.size * batchLimit);
  readonly #pieces = new Uint8Array(pieceLayout.size * batchLimit);
  readonly #payloads = new Uint8Array(payloadLimit * batchLimit);
  readonly #names = new Uint8Array(nameSize * batchLimit);
  readonly #controls = new Uint8Array(controlSize * batchLimit);
  readonly #elementsView = viewOf(this.#elements);
  readonly #controlsView = viewOf(this.#controls);

  constructor() {
    const pieces = viewOf(this.#pieces);
    for (let index = 0; index < batchLimit; index += 1) {
      const base = addressOf(this.#payloads) + index * payloadLimit;
      writeLayout(pieces, index * pieceLayout.size, pieceLayout, { base, length: payloadLimit });
      writeLayout(this.#elementsView, index * batchElementLayout.size, batchElementLayout, {
        name: addressOf(this.#names) + index * nameSize,
        nameLength: ipSocketAddressLimit,
        pieces: addressOf(this.#pieces) + index * pieceLayout.size,
        pieceCount: 1,
        control: addressOf(this.#controls) + index * controlSize,
        controlLength: controlSize,
      });
    }
  }

  /** Takes what has arrived: the number of messages, or a negative errno. Fewer than batchLimit: nothing is left. */
  receive(descriptor: number): number {
    return recvmmsg(descriptor, this.#elements, batchLimit, messageFlag.nonBlocking);
  }

  /** The bytes of a message, a view; undefined when it was longer than the buffer. */
  payload(index: number): Uint8Array | undefined {
    if ((this.#field(index, elementFields.flags) & messageFlag.truncated) !== 0) return undefined;
    const start = index * payloadLimit;
    return this.#payloads.subarray(start, start + this.#field(index, elementFields.received));
  }

  /** The socket address of the sender, a view. */
  name(index: number): Uint8Array {
    return this.#names.subarray(index * nameSize, (index + 1) * nameSize);
  }

  /** The data of a control message, a view; undefined when there is none of that kind. */
  control(index: number, level: number, type: number): Uint8Array | undefined {
    const { fields, size } = controlHeaderLayout;
    const end = index * controlSize + this.#field(index, elementFields.controlLength);
    let start = index * controlSize;
    while (start + size <= end) {
      const length = readField(this.#controlsView, start, fields.length);
      if (length < size || start + length > end) return undefined;
      const found =
        readField(this.#controlsView, start, fields.level) === level &&
        readField(this.#controlsView, start, fields.type) === type;
      if (found) return this.#controls.subarray(start + size, start + length);
      start = nextControlOffset(start, length);
    }
    return undefined;
  }

  /** Makes the first `count` elements ready to receive again: the kernel has written their lengths. */
  reset(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const start = index * batchElementLayout.size;
      writeField(this.#elementsView, start, elementFields.nameLength, ipSocketAddressLimit);
      writeField(this.#elementsView, start, elementFields.controlLength, controlSize);
    }
  }

  #field(index: number, field: (typeof elementFields)[keyof typeof elementFields]): number {
    return readField(this.#elementsView, index * batchElementLayout.size, field);
  }
}

const idle: ReceiveBatch[] = [];

/**
 * Lends a batch. All sockets of a process share one, which is in use only while packets are handed over; there are
 * more of them only when that leads to the reading of another socket.
 */
export function borrowBatch<T>(use: (batch: ReceiveBatch) => T): T {
  const batch = idle.pop() ?? new ReceiveBatch();
  try {
    return use(batch);
  } finally {
    idle.push(batch);
  }
}
