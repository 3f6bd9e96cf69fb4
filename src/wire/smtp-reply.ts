/** A reply of an SMTP server (RFC 5321 §4.2): lines of a code each, the last one without a hyphen behind it. */
export type SmtpReply = { readonly code: number; /** The last line. */ readonly line: string };

/** Bytes of one reply, all its lines together. */
export const smtpReplyLimit: number = 64 * 1024;

const lf = 0x0a;
const hyphen = 0x2d;

/** Replies as they come in, in pieces of any size. */
export class SmtpReplyReader {
  /** The line that is not complete yet; of it only as much as a message shows. */
  #line: number[] = [];
  #length = 0;

  /** The reply that the bytes complete, after which nothing is expected; undefined while it goes on. */
  take(bytes: Uint8Array): SmtpReply | "malformed" | "too-long" | undefined {
    for (const byte of bytes) {
      this.#length += 1;
      if (this.#length > smtpReplyLimit) return "too-long";
      if (byte === lf) {
        const line = this.#line;
        this.#line = [];
        const code = codeOf(line);
        if (code === undefined) return "malformed";
        if (line[3] !== hyphen) {
          this.#length = 0;
          return { code, line: textOf(line) };
        }
      } else if (this.#line.length < lineLimit) this.#line.push(byte);
    }
    return undefined;
  }

  /** What there is of the last line. */
  get rest(): string {
    return textOf(this.#line);
  }
}

/** Of a line in messages (RFC 5321 §4.5.3.1.5). */
const lineLimit = 512;

/** Three digits, and then a blank, a hyphen or nothing. */
function codeOf(line: readonly number[]): number | undefined {
  const [first = 0, second = 0, third = 0, next = 0x20] = line;
  const digits = [first, second, third].map((byte) => byte - 0x30);
  if (digits.some((digit) => digit < 0 || digit > 9)) return undefined;
  if (next !== 0x20 && next !== hyphen && next !== 0x0d) return undefined;
  return digits.reduce((code, digit) => code * 10 + digit, 0);
}

/** ASCII; what is not printable becomes a dot. */
function textOf(line: readonly number[]): string {
  const text = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
  return text.replace(/\.$/u, (dot) => (line.at(-1) === 0x0d ? "" : dot));
}
