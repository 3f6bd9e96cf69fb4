import { unreachable } from "./assert.ts";

/**
 * The layout of a C structure as data: where each field lies and how wide it is. Fields are little-endian, as on
 * every machine this program supports; network order is written byte by byte by those who need it.
 */

/** "i32" is signed; 64-bit values must stay below 2^53. */
export type FieldType = "u8" | "u16" | "u32" | "i32" | "u64";

/** Offset in bytes from the start of the structure. */
export type Field = readonly [offset: number, type: FieldType];

export type Layout<Name extends string> = {
  /** Of the whole structure in bytes, with its padding. */
  readonly size: number;
  readonly fields: Readonly<Record<Name, Field>>;
};

/** Infers the names of the fields. */
export function layout<Name extends string>(size: number, fields: Readonly<Record<Name, Field>>): Layout<Name> {
  return { size, fields };
}

/** The field of the structure that starts at `start`. Throws RangeError when it lies outside of the view. */
export function readField(view: DataView, start: number, [offset, type]: Field): number {
  const at = start + offset;
  switch (type) {
    case "u8":
      return view.getUint8(at);
    case "u16":
      return view.getUint16(at, true);
    case "u32":
      return view.getUint32(at, true);
    case "i32":
      return view.getInt32(at, true);
    case "u64":
      return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
    default:
      return unreachable(type);
  }
}

/** Writes a field of the structure that starts at `start`. Throws RangeError when it lies outside of the view. */
export function writeField(view: DataView, start: number, [offset, type]: Field, value: number): void {
  const at = start + offset;
  switch (type) {
    case "u8":
      view.setUint8(at, value);
      return;
    case "u16":
      view.setUint16(at, value, true);
      return;
    case "u32":
      view.setUint32(at, value, true);
      return;
    case "i32":
      view.setInt32(at, value, true);
      return;
    case "u64":
      view.setUint32(at, value % 0x1_0000_0000, true);
      view.setUint32(at + 4, Math.floor(value / 0x1_0000_0000), true);
      return;
    default:
      unreachable(type);
  }
}

/** Writes every field: those that are not given become zero. */
export function writeLayout<Name extends string>(
  view: DataView,
  start: number,
  structure: Layout<Name>,
  values: Readonly<Partial<Record<NoInfer<Name>, number>>>,
): void {
  for (const name in structure.fields) writeField(view, start, structure.fields[name], values[name] ?? 0);
}

/** A view of the same bytes as the array. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
