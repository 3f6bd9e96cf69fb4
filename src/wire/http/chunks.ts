import { unreachable } from "../../base/assert.ts";

/** Takes a body apart that comes in chunks (RFC 9112 §7.1). */

/** Of the line with the size, its extensions included, and of the trailers. */
const lineLimit = 4096;
const trailerLimit = 64 * 1024;
/** A chunk of 4 GiB minus one. */
const digitLimit = 8;

const lf = 0x0a;
const cr = 0x0d;

type State = "size" | "extension" | "data" | "data-end" | "trailer" | "complete";

export class ChunkDecoder {
  readonly #body: (bytes: Uint8Array) => void;
  #state: State = "size";
  /** Of the size that is being read, or of the data that is still to come. */
  #size = 0;
  #digits = 0;
  /** Bytes of the line, or of the trailers. */
  #taken = 0;
  #lineIsEmpty = true;

  /** `body` is given pieces of the body, views into what was taken. */
  constructor(body: (bytes: Uint8Array) => void) {
    this.#body = body;
  }

  get isComplete(): boolean {
    return this.#state === "complete";
  }

  /** False: these are no chunks. What comes behind the last one is left. */
  take(bytes: Uint8Array): boolean {
    for (let at = 0; at < bytes.length && this.#state !== "complete";) {
      if (this.#state === "data") {
        const length = Math.min(this.#size, bytes.length - at);
        this.#body(bytes.subarray(at, at + length));
        at += length;
        this.#size -= length;
        if (this.#size === 0) this.#begin("data-end");
      } else {
        if (!this.#takeByte(bytes[at] ?? 0)) return false;
        at += 1;
      }
    }
    return true;
  }

  #takeByte(byte: number): boolean {
    this.#taken += 1;
    switch (this.#state) {
      case "size":
        return this.#takeSize(byte);
      case "extension":
        if (byte === lf) this.#endSize();
        return this.#taken <= lineLimit;
      case "data-end":
        if (byte === lf) this.#begin("size");
        return byte === lf || (byte === cr && this.#taken === 1);
      case "trailer":
        return this.#takeTrailer(byte);
      case "data":
      case "complete":
        return false;
      default:
        return unreachable(this.#state);
    }
  }

  #takeSize(byte: number): boolean {
    const digit = hexValue(byte);
    if (digit !== undefined) {
      this.#size = this.#size * 16 + digit;
      this.#digits += 1;
      return this.#digits <= digitLimit;
    }
    if (this.#digits === 0) return false;
    if (byte === lf) this.#endSize();
    else if (byte === cr || byte === 0x3b || byte === 0x20 || byte === 0x09) this.#state = "extension";
    else return false;
    return true;
  }

  #endSize(): void {
    const size = this.#size;
    this.#begin(size === 0 ? "trailer" : "data");
    this.#size = size;
  }

  /** Lines up to an empty one. */
  #takeTrailer(byte: number): boolean {
    if (byte === lf) {
      if (this.#lineIsEmpty) this.#state = "complete";
      this.#lineIsEmpty = true;
    } else if (byte !== cr) this.#lineIsEmpty = false;
    return this.#taken <= trailerLimit;
  }

  #begin(state: State): void {
    this.#state = state;
    this.#size = 0;
    this.#digits = 0;
    this.#taken = 0;
    this.#lineIsEmpty = true;
  }
}

function hexValue(byte: number): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}
