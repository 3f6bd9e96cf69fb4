import { type Decoded, failed } from "../../base/decoded.ts";

/** What a client needs of the head of a response (RFC 9112 §4, §6). */
export type HttpHead = {
  readonly status: number;
  readonly body: BodyFraming;
};

/** How the end of a body is known (RFC 9112 §6.3). */
export type BodyFraming =
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" }
  /** It ends with the connection. */
  | { readonly kind: "close" };

export type HttpHeadError = "status-line" | "content-length";

const lf = 0x0a;
const cr = 0x0d;
const space = 0x20;
const tab = 0x09;
const colon = 0x3a;

/** Headers that say where the body ends, in lower case. */
const contentLength = bytesOf("content-length");
const transferEncoding = bytesOf("transfer-encoding");
const chunkedCoding = bytesOf("chunked");

/**
 * Where the head ends, with its empty line; -1: not among the first `length` bytes. `from` is where an earlier search
 * has ended. Lines may end without a carriage return (RFC 9112 §2.2).
 */
export function findHeadEnd(bytes: Uint8Array, length: number, from: number): number {
  // The empty line may have begun just before.
  for (let at = bytes.indexOf(lf, Math.max(from - 2, 0)); at >= 0 && at < length; at = bytes.indexOf(lf, at + 1)) {
    if (at + 1 < length && bytes[at + 1] === lf) return at + 2;
    if (at + 2 < length && bytes[at + 1] === cr && bytes[at + 2] === lf) return at + 3;
  }
  return -1;
}

/**
 * Reads a whole head of that many bytes. The status line needs a protocol of any name and a status code: the reference
 * takes those of streaming servers ("ICY 200 OK") as well.
 */
export function decodeHttpHead(bytes: Uint8Array, length: number): Decoded<HttpHead, HttpHeadError> {
  const status = decodeStatusLine(bytes, length);
  if (status === undefined) return failed("status-line");
  // RFC 9110 §6.4.1: these never have one.
  if (status < 200 || status === 204 || status === 304) {
    return { ok: true, value: { status, body: { kind: "length", bytes: 0 } } };
  }
  let declared: number | undefined;
  let chunked = false;
  for (let start = bytes.indexOf(lf) + 1; start < length; start = bytes.indexOf(lf, start) + 1) {
    if (isNamed(bytes, start, contentLength)) {
      const value = decodeLength(bytes, start + contentLength.length + 1);
      if (value === undefined || (declared !== undefined && declared !== value)) return failed("content-length");
      declared = value;
    } else if (isNamed(bytes, start, transferEncoding)) {
      chunked = endsWithChunked(bytes, start + transferEncoding.length + 1, bytes.indexOf(lf, start));
    }
  }
  return { ok: true, value: { status, body: framing(declared, chunked) } };
}

/** RFC 9112 §6.3: the coding counts more than the length. */
function framing(declared: number | undefined, chunked: boolean): BodyFraming {
  if (chunked) return { kind: "chunked" };
  return declared === undefined ? { kind: "close" } : { kind: "length", bytes: declared };
}

/** The status code of "HTTP/1.1 200 OK"; undefined when it is no status line. */
export function decodeStatusLine(bytes: Uint8Array, length: number): number | undefined {
  let at = 0;
  while (at < length && isVisible(bytes[at])) at += 1;
  if (at === 0 || bytes[at] !== space) return undefined;
  while (bytes[at] === space) at += 1;
  let status = 0;
  for (let digit = 0; digit < 3; digit += 1, at += 1) {
    const value = (bytes[at] ?? 0) - 0x30;
    if (at >= length || value < 0 || value > 9) return undefined;
    status = status * 10 + value;
  }
  const next = at < length ? bytes[at] : lf;
  return status >= 100 && (next === space || next === cr || next === lf) ? status : undefined;
}

function isVisible(byte: number | undefined): boolean {
  return byte !== undefined && byte > space && byte < 0x7f;
}

function isNamed(bytes: Uint8Array, start: number, name: readonly number[]): boolean {
  if (bytes[start + name.length] !== colon) return false;
  for (let index = 0; index < name.length; index += 1) {
    if (lower(bytes[start + index]) !== name[index]) return false;
  }
  return true;
}

function bytesOf(ascii: string): readonly number[] {
  return Array.from(ascii, (each) => each.charCodeAt(0));
}

/** Letters in lower case, and with them some other bytes that no header has. */
function lower(byte = 0): number {
  return byte === 0x2d ? byte : byte | 0x20;
}

/** Digits up to the end of the line; undefined when it is anything else, or more than can be counted. */
function decodeLength(bytes: Uint8Array, start: number): number | undefined {
  let at = start;
  while (bytes[at] === space || bytes[at] === tab) at += 1;
  const first = at;
  let value = 0;
  for (; at - first < 15; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (at === first) return undefined;
  while (bytes[at] === space || bytes[at] === tab || bytes[at] === cr) at += 1;
  return bytes[at] === lf ? value : undefined;
}

/** RFC 9112 §6.1: the last coding counts. */
function endsWithChunked(bytes: Uint8Array, start: number, lineEnd: number): boolean {
  let end = lineEnd;
  while (end > start && (bytes[end - 1] ?? 0) <= space) end -= 1;
  const first = end - chunkedCoding.length;
  return first >= start && chunkedCoding.every((byte, index) => lower(bytes[first + index]) === byte);
}
