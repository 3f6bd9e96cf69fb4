import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { viewOf } from "../../base/layout.ts";
import { aligned } from "./message.ts";

/**
 * A netlink attribute (netlink(7)): length with this header (16 bits), type (16 bits), value, filling up to a
 * multiple of 4 bytes. The two highest bits of the type are flags.
 */
export type Attribute = readonly [type: number, value: Uint8Array];

const headerLength = 4;
const typeMask = 0x3fff;

/** The structure that starts a payload, and the attributes behind it; those that are undefined are left out. */
export function encodePayload(structure: Uint8Array, attributes: readonly (Attribute | undefined)[]): Uint8Array {
  const present = attributes.filter((attribute) => attribute !== undefined);
  const start = aligned(structure.length);
  const bytes = new Uint8Array(present.reduce((size, [, { length }]) => size + aligned(headerLength + length), start));
  const view = viewOf(bytes);
  bytes.set(structure);
  let offset = start;
  for (const [type, value] of present) {
    view.setUint16(offset, headerLength + value.length, true);
    view.setUint16(offset + 2, type, true);
    bytes.set(value, offset + headerLength);
    offset += aligned(headerLength + value.length);
  }
  return bytes;
}

/** Values by type, views; of several with one type the last. */
export function decodeAttributes(bytes: Uint8Array): Decoded<ReadonlyMap<number, Uint8Array>, "truncated"> {
  const view = viewOf(bytes);
  const attributes = new Map<number, Uint8Array>();
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + headerLength > bytes.length) return failed("truncated");
    const length = view.getUint16(offset, true);
    if (length < headerLength || offset + length > bytes.length) return failed("truncated");
    const type = view.getUint16(offset + 2, true) & typeMask;
    attributes.set(type, bytes.subarray(offset + headerLength, offset + length));
    offset += aligned(length);
  }
  return decoded(attributes);
}

/** The value of a 32-bit attribute. */
export function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, true);
  return bytes;
}

/** Undefined when the attribute is absent or too short. */
export function readU32(value: Uint8Array | undefined): number | undefined {
  return value === undefined || value.length < 4 ? undefined : viewOf(value).getUint32(0, true);
}

/** The value of a 16-bit attribute in the byte order of the machine. */
export function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}

/** Undefined when the attribute is absent or too short. */
export function readU16(value: Uint8Array | undefined): number | undefined {
  return value === undefined || value.length < 2 ? undefined : viewOf(value).getUint16(0, true);
}

/** A port, in network order. */
export function port(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** Undefined when the attribute is absent or too short. */
export function readPort(value: Uint8Array | undefined): number | undefined {
  return value === undefined || value.length < 2 ? undefined : viewOf(value).getUint16(0);
}

/** Text with the zero byte that ends it; ASCII, as names in the kernel are. */
export function text(value: string): Uint8Array {
  return Uint8Array.from({ length: value.length + 1 }, (_, index) => (value.charCodeAt(index) || 0) & 0xff);
}

/** Undefined when the attribute is absent. */
export function readText(value: Uint8Array | undefined): string | undefined {
  if (value === undefined) return undefined;
  const end = value.indexOf(0);
  return String.fromCharCode(...(end < 0 ? value : value.subarray(0, end)));
}
