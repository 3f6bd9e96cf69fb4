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
    return this.#bytes[this.#take(1)] ?? 0;
  }

  u16(): number {
    return this.u8() * 0x100 + this.u8();
  }

  u32(): number {
    return this.u16() * 0x1_0000 + this.u16();
  }

  /** A view of the next `length` bytes, not a copy. */
  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Steps over the next `length` bytes; returns where they start. */
  #take(length: number): number {
    assert(length >= 0 && length <= this.remaining, "a read past the end");
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}
