import { read } from "./ffi.ts";

const pieceLimit = 64 * 1024;
/** Reads per turn of the event loop: a program that never stops writing does not hold it. */
const readsPerTurn = 4;

/** Shared by all: what was read is copied at once. */
const piece = new Uint8Array(pieceLimit);
const decoder = new TextDecoder();

/** The last bytes that came through a pipe. */
export class OutputTail {
  readonly #limit: number;
  #bytes = new Uint8Array(0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes what is there, or much of it. */
  readFrom(descriptor: number): void {
    for (let turn = 0; turn < readsPerTurn; turn += 1) {
      const length = read(descriptor, piece);
      if (length > 0) this.#append(piece.subarray(0, length));
      if (length < pieceLimit) return;
    }
  }

  /** UTF-8; bytes that are not become U+FFFD. */
  toString(): string {
    return decoder.decode(this.#bytes);
  }

  #append(added: Uint8Array): void {
    const kept = this.#bytes.subarray(Math.max(0, this.#bytes.length + added.length - this.#limit));
    const last = added.subarray(Math.max(0, added.length - this.#limit));
    const bytes = new Uint8Array(kept.length + last.length);
    bytes.set(kept);
    bytes.set(last, kept.length);
    this.#bytes = bytes;
  }
}
