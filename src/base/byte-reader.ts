import { assert } from "./assert.ts";

/**
 * Reads big-endian fields from a byte array. Reading past the end is a mistake of the caller, who asks
 * `remaining` first: decoders turn short input into an error of their own list.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u8(): number {
    return this.#take(1)[0] ?? 0;
  }

  u16(): number {
    const [high = 0, low = 0] = this.#take(2);
    return high * 0x100 + low;
  }

  u32(): number {
    return this.u16() * 0x1_0000 + this.u16();
  }

  /** A view of the next `length` bytes, not a copy. */
  bytes(length: number): Uint8Array {
    return this.#take(length);
  }

  #take(length: number): Uint8Array {
    assert(length >= 0 && length <= this.remaining, `read of ${length} bytes with ${this.remaining} left`);
    const start = this.#offset;
    this.#offset += length;
    return this.#bytes.subarray(start, this.#offset);
  }
}
