import { ChunkDecoder } from "./chunks.ts";
import { type BodyFraming, decodeHttpHead, decodeStatusLine, findHeadEnd, type HttpHeadError } from "./head.ts";

/** Bytes of the head of a response, all interim ones included. */
export const headLimit: number = 64 * 1024;

export type HttpProblem = HttpHeadError | "chunks" | "head-too-long" | "body-too-long";

/** A response as it comes in, in pieces of any size. */
export class HttpResponseReader {
  readonly #bodyLimit: number;
  readonly #body: (bytes: Uint8Array) => void;
  /** The head as far as it is there; undefined while all of it may be in one piece. */
  #head: Uint8Array | undefined;
  #headLength = 0;
  /** Bytes of interim responses. */
  #interim = 0;
  #framing: BodyFraming | undefined;
  #chunks: ChunkDecoder | undefined;
  #bodyLength = 0;
  #status: number | undefined;

  /** `body` is given the pieces of the body, decoded, valid until it returns; of at most `bodyLimit` bytes in all. */
  constructor(bodyLimit: number, body: (bytes: Uint8Array) => void) {
    this.#bodyLimit = bodyLimit;
    this.#body = body;
  }

  /** Undefined while the head is not complete. */
  get status(): number | undefined {
    return this.#status;
  }

  /** Nothing more belongs to the response. False of one that ends with the connection. */
  get isComplete(): boolean {
    if (this.#framing?.kind === "length") return this.#bodyLength >= this.#framing.bytes;
    return this.#chunks?.isComplete === true;
  }

  /** What is wrong with the response, after which it is not to be read on. */
  take(bytes: Uint8Array): HttpProblem | undefined {
    return this.#framing === undefined ? this.#takeHead(bytes) : this.#takeBody(bytes, this.#framing);
  }

  /** The first bytes that have come, up to the body. */
  get start(): Uint8Array {
    return this.#head?.subarray(0, this.#headLength) ?? new Uint8Array(0);
  }

  #takeHead(bytes: Uint8Array): HttpProblem | undefined {
    const before = this.#headLength;
    const head = before === 0 ? bytes : this.#append(bytes);
    const length = Math.min(before + bytes.length, headLimit);
    const end = findHeadEnd(head, length, before);
    if (end < 0) {
      if (before === 0) this.#append(bytes);
      if (hasWrongStart(head, length)) return "status-line";
      return length === headLimit ? "head-too-long" : undefined;
    }
    const decoded = decodeHttpHead(head, end);
    if (!decoded.ok) {
      if (before === 0) this.#append(bytes);
      return decoded.error;
    }
    const rest = head.subarray(end, before + bytes.length);
    const { status, body } = decoded.value;
    // RFC 9110 §15.2: any number of interim responses may come first. One of them may ask for another protocol.
    if (status < 200 && status !== 101) {
      this.#head = undefined;
      this.#headLength = 0;
      this.#interim += end;
      if (this.#interim > headLimit) return "head-too-long";
      return rest.length === 0 ? undefined : this.#takeHead(rest.slice());
    }
    this.#head = undefined;
    this.#status = status;
    this.#framing = body;
    if (body.kind === "chunked") this.#chunks = new ChunkDecoder((piece) => this.#count(piece));
    return rest.length === 0 ? undefined : this.#takeBody(rest, body);
  }

  #takeBody(bytes: Uint8Array, framing: BodyFraming): HttpProblem | undefined {
    if (this.#chunks !== undefined) {
      if (!this.#chunks.take(bytes)) return "chunks";
    } else if (framing.kind === "length") this.#count(bytes.subarray(0, framing.bytes - this.#bodyLength));
    else this.#count(bytes);
    return this.#bodyLength > this.#bodyLimit ? "body-too-long" : undefined;
  }

  #count(piece: Uint8Array): void {
    const left = this.#bodyLimit - this.#bodyLength;
    this.#bodyLength += piece.length;
    if (piece.length > 0 && left > 0) this.#body(piece.length > left ? piece.subarray(0, left) : piece);
  }

  /** Keeps at most `headLimit` bytes. */
  #append(bytes: Uint8Array): Uint8Array {
    const length = Math.min(this.#headLength + bytes.length, headLimit);
    const needed = this.#headLength + bytes.length;
    if (this.#head === undefined || this.#head.length < needed) {
      // What follows the head in the same piece is needed as well.
      const larger = new Uint8Array(Math.max(needed, 2 * (this.#head?.length ?? 0)));
      if (this.#head !== undefined) larger.set(this.#head.subarray(0, this.#headLength));
      this.#head = larger;
    }
    this.#head.set(bytes, this.#headLength);
    this.#headLength = length;
    return this.#head;
  }
}

/** The first line is there and is no status line, or what is there of it cannot become one. */
function hasWrongStart(bytes: Uint8Array, length: number): boolean {
  const first = bytes[0] ?? 0x20;
  if (first <= 0x20 || first >= 0x7f) return true;
  const end = bytes.indexOf(0x0a);
  return end >= 0 && end < length && decodeStatusLine(bytes, end) === undefined;
}
