import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { type Attribute, decodeAttributes, encodePayload, readU16, text } from "./attribute.ts";

/**
 * Generic netlink (linux/genetlink.h): families of the kernel that have no number of their own but get one at run time,
 * which is the type of their messages. A message of any of them starts with
 *
 *      0  command (8) | version (8) | reserved (16)
 */
const headerLength = 4;

/** The family that knows the others. */
export const controlFamily = 16;

const controlVersion = 1;
const command = { getFamily: 3 } as const;
const attribute = { familyId: 1, familyName: 2 } as const;

export function encodeGeneric(
  request: { readonly command: number; readonly version: number },
  attributes: readonly (Attribute | undefined)[],
): Uint8Array {
  return encodePayload(Uint8Array.of(request.command, request.version, 0, 0), attributes);
}

/** The attributes of a message, views. */
export function decodeGeneric(payload: Uint8Array): Decoded<ReadonlyMap<number, Uint8Array>, "truncated"> {
  return payload.length < headerLength ? failed("truncated") : decodeAttributes(payload.subarray(headerLength));
}

/** Asks for the number of a family; the kernel answers ENOENT when it has none of that name. */
export function encodeGetFamily(name: string): Uint8Array {
  return encodeGeneric({ command: command.getFamily, version: controlVersion }, [[attribute.familyName, text(name)]]);
}

/** The number of the family that was asked for. */
export function decodeFamily(payload: Uint8Array): Decoded<number, "truncated" | "missing"> {
  const attributes = decodeGeneric(payload);
  if (!attributes.ok) return attributes;
  const id = readU16(attributes.value.get(attribute.familyId));
  return id === undefined ? failed("missing") : decoded(id);
}
