import ipaddr from "ipaddr.js";

import { assert } from "./assert.ts";

export type Family = "ipv4" | "ipv6";

/** Bytes in an address of the family: 4 or 16. */
export function addressLength(family: Family): number {
  return family === "ipv4" ? 4 : 16;
}

/** An immutable IPv4 or IPv6 address. */
export class IpAddress {
  readonly family: Family;
  /**
   * The bits of an IPv4 address as a signed number, or the bytes of an IPv6 address. A configuration may hold tens of
   * thousands of addresses, and an array takes ten times the room of a number.
   */
  readonly value: number | Uint8Array;
  #bytes: Uint8Array | undefined;
  #text: string | undefined;

  private constructor(value: number | Uint8Array) {
    this.family = typeof value === "number" ? "ipv4" : "ipv6";
    this.value = value;
  }

  /** Copies 4 or 16 bytes in network order. */
  static fromBytes(bytes: Uint8Array): IpAddress {
    assert(bytes.length === 4 || bytes.length === 16, `an address has 4 or 16 bytes, not ${bytes.length}`);
    const [a = 0, b = 0, c = 0, d = 0] = bytes;
    return new IpAddress(bytes.length === 4 ? (a << 24) | (b << 16) | (c << 8) | d : new Uint8Array(bytes));
  }

  /**
   * Dotted-quad IPv4 or RFC 4291 IPv6 text; undefined when it is neither. The shortened and octal IPv4 forms of
   * inet_aton are not addresses here.
   */
  static parse(text: string): IpAddress | undefined {
    const quad = parseDottedQuad(text);
    if (quad !== undefined) return new IpAddress(quad);
    if (text.includes("%")) return undefined;
    const groups = withoutDottedTail(text);
    if (groups?.includes(":") === true && ipaddr.IPv6.isValid(groups)) {
      return new IpAddress(Uint8Array.from(ipaddr.IPv6.parse(groups).toByteArray()));
    }
    return undefined;
  }

  /** Parses text that is known to be an address, such as a constant. */
  static of(text: string): IpAddress {
    const address = IpAddress.parse(text);
    assert(address !== undefined, `not an IP address: ${text}`);
    return address;
  }

  /** 4 or 16 bytes in network order; not to be written to. */
  get bytes(): Uint8Array {
    this.#bytes ??= typeof this.value === "number" ? bytesOf(this.value) : this.value;
    return this.#bytes;
  }

  /** The usual short form: "192.0.2.1", "fe80::1" (RFC 5952). */
  toString(): string {
    this.#text ??=
      typeof this.value === "number"
        ? `${this.value >>> 24}.${(this.value >> 16) & 255}.${(this.value >> 8) & 255}.${this.value & 255}`
        : new ipaddr.IPv6(Array.from(this.value)).toRFC5952String();
    return this.#text;
  }

  toJSON(): string {
    return this.toString();
  }

  equals(other: IpAddress): boolean {
    if (typeof this.value === "number") return this.value === other.value;
    return this === other || (this.family === other.family && this.compare(other) === 0);
  }

  /** Negative, zero or positive: unsigned comparison in network byte order (RFC 9568 §6.4.3). Same family only. */
  compare(other: IpAddress): number {
    assert(this.family === other.family, "addresses of different families have no order");
    if (typeof this.value === "number" && typeof other.value === "number") {
      return (this.value >>> 0) - (other.value >>> 0);
    }
    for (const [index, byte] of this.bytes.entries()) {
      const difference = byte - (other.bytes[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** 169.254.0.0/16 or fe80::/10. */
  get isLinkLocal(): boolean {
    const [first = 0, second = 0] = this.bytes;
    return this.family === "ipv4" ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80;
  }

  /** 224.0.0.0/4 or ff00::/8. */
  get isMulticast(): boolean {
    const [first = 0] = this.bytes;
    return this.family === "ipv4" ? first >> 4 === 0xe : first === 0xff;
  }

  /** 0.0.0.0 or ::. */
  get isUnspecified(): boolean {
    return this.bytes.every((byte) => byte === 0);
  }
}

function bytesOf(quad: number): Uint8Array {
  return Uint8Array.of(quad >>> 24, quad >> 16, quad >> 8, quad);
}

/**
 * The bits of "192.0.2.1": four decimal numbers without zeros in front. Written out because a configuration may hold
 * tens of thousands, and the library takes a microsecond for each.
 */
function parseDottedQuad(text: string): number | undefined {
  const { length } = text;
  if (length < 7 || length > 15) return undefined;
  let bits = 0;
  let at = 0;
  for (let index = 0; index < 4; index++) {
    const start = at;
    let byte = 0;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) break;
      byte = byte * 10 + digit;
    }
    const digits = at - start;
    if (digits === 0 || byte > 255 || (digits > 1 && text.charCodeAt(start) === 0x30)) return undefined;
    if (index < 3 && text.charCodeAt(at) !== 0x2e) return undefined;
    bits = (bits << 8) | byte;
    at++;
  }
  return at === length + 1 ? bits : undefined;
}

/**
 * The text with a dotted-quad end written as two groups: "::192.0.2.1" becomes "::c000:201" (RFC 4291 §2.2). The
 * library would take octal numbers there and would turn "::192.0.2.1" into "::ffff:192.0.2.1". Undefined when what
 * has dots at the end is not a dotted quad.
 */
function withoutDottedTail(text: string): string | undefined {
  if (!text.includes(".")) return text;
  const start = text.lastIndexOf(":") + 1;
  const tail = parseDottedQuad(text.slice(start));
  if (tail === undefined) return undefined;
  return `${text.slice(0, start)}${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}`;
}

/** An address and the length of its network prefix in bits: "192.0.2.1/24". */
export type Prefix = { readonly address: IpAddress; readonly length: number };

/** Prefix length of a host address: 32 or 128. */
export function hostPrefixLength(family: Family): number {
  return family === "ipv4" ? 32 : 128;
}

export function printPrefix(prefix: Prefix): string {
  return `${prefix.address.toString()}/${prefix.length}`;
}
