import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { layout, readField, viewOf, writeLayout } from "../../base/layout.ts";

/**
 * A netlink message (netlink(7)): a header of 16 bytes in the byte order of the machine, then the payload. Messages
 * stand one behind the other in a datagram, each filled up to a multiple of 4 bytes.
 *
 *      0  length with the header (32 bits)
 *      4  type (16) | flags (16)
 *      8  sequence number (32)
 *     12  port (32): 0 is the kernel
 */
export type NetlinkMessage = {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** A view. */
  readonly payload: Uint8Array;
};

const headerLayout = layout(16, {
  length: [0, "u32"],
  type: [4, "u16"],
  flags: [6, "u16"],
  sequence: [8, "u32"],
  port: [12, "u32"],
});

/** Message types of every netlink family. */
export const controlType = { error: 2, done: 3 } as const;

export const netlinkFlag = {
  request: 0x1,
  acknowledge: 0x4,
  /** Of an answer: the dump changed while it was read, and may miss something. */
  dumpInterrupted: 0x10,
  /** Of a request: everything there is. */
  dump: 0x300,
  /** Of a request that creates: fail when it exists. */
  exclusive: 0x200,
  create: 0x400,
  /** Of a request that creates: behind those that are there. */
  append: 0x800,
} as const;

/** Length filled up to a multiple of 4 bytes. */
export function aligned(length: number): number {
  return (length + 3) & ~3;
}

export function messageLength(payload: Uint8Array): number {
  return aligned(headerLayout.size + payload.length);
}

/** Writes a message at `offset`, where messageLength bytes must be free. The offset behind it. */
export function writeMessage(bytes: Uint8Array, offset: number, message: NetlinkMessage): number {
  const { type, flags, sequence, payload } = message;
  const length = headerLayout.size + payload.length;
  writeLayout(viewOf(bytes), offset, headerLayout, { length, type, flags, sequence });
  bytes.set(payload, offset + headerLayout.size);
  const end = offset + aligned(length);
  bytes.fill(0, offset + length, end);
  return end;
}

/** The messages of a datagram, in order; `truncated` when one says that it is longer than what is there. */
export function decodeMessages(bytes: Uint8Array): Decoded<readonly NetlinkMessage[], "truncated"> {
  const view = viewOf(bytes);
  const { fields, size } = headerLayout;
  const messages: NetlinkMessage[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + size > bytes.length) return failed("truncated");
    const length = readField(view, offset, fields.length);
    if (length < size || offset + length > bytes.length) return failed("truncated");
    messages.push({
      type: readField(view, offset, fields.type),
      flags: readField(view, offset, fields.flags),
      sequence: readField(view, offset, fields.sequence),
      payload: bytes.subarray(offset + size, offset + length),
    });
    offset += aligned(length);
  }
  return decoded(messages);
}

/** The positive errno of an error message; 0 is an acknowledgement. */
export function decodeError(payload: Uint8Array): Decoded<number, "truncated"> {
  return payload.length < 4 ? failed("truncated") : decoded(Math.abs(viewOf(payload).getInt32(0, true)));
}
