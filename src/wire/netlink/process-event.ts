import { layout, readField, viewOf, writeLayout } from "../../base/layout.ts";

/**
 * News of processes from the kernel's process connector (linux/connector.h, linux/cn_proc.h): a connector message,
 * then the event.
 *
 *      0  index of the sender (32 bits): 1, processes | value (32): 1
 *      8  sequence number (32)                        | acknowledgement (32)
 *     16  length of what follows (16)                 | flags (16)
 *     20  what has happened (32)                      | processor (32)
 *     28  nanoseconds since boot (64)
 *     36  process numbers: thread and process; of a fork the parent's before the child's
 */
export type ProcessEvent =
  | { readonly kind: "forked"; readonly parent: number; readonly pid: number }
  /** It runs another program, or has given itself another name. */
  | { readonly kind: "renamed"; readonly pid: number }
  | { readonly kind: "ended"; readonly pid: number };

const messageLayout = layout(20, { index: [0, "u32"], value: [4, "u32"], length: [16, "u16"] });
const eventLayout = layout(52, {
  what: [20, "u32"],
  thread: [36, "u32"],
  process: [40, "u32"],
  childThread: [44, "u32"],
  childProcess: [48, "u32"],
});

/** CN_IDX_PROC and CN_VAL_PROC. */
const sender = { index: 1, value: 1 } as const;

const what = { fork: 0x1, exec: 0x2, name: 0x200, exit: 0x8000_0000 } as const;

/** The multicast group of the connector: its index as a bit. */
export const processEventGroup = 1;

/** The request to send events, to a socket that has joined the group (PROC_CN_MCAST_LISTEN). */
export function encodeProcessListen(): Uint8Array {
  const listen = 1;
  const bytes = new Uint8Array(messageLayout.size + 4);
  writeLayout(viewOf(bytes), 0, messageLayout, { ...sender, length: 4 });
  viewOf(bytes).setUint32(messageLayout.size, listen, true);
  return bytes;
}

/** Undefined: an event about threads, or of no concern. */
export function decodeProcessEvent(payload: Uint8Array): ProcessEvent | undefined {
  if (payload.length < eventLayout.size) return undefined;
  const view = viewOf(payload);
  if (readField(view, 0, messageLayout.fields.index) !== sender.index) return undefined;
  const { fields } = eventLayout;
  const pid = readField(view, 0, fields.process);
  switch (readField(view, 0, fields.what)) {
    case what.fork: {
      const child = readField(view, 0, fields.childProcess);
      return readField(view, 0, fields.childThread) === child ? { kind: "forked", parent: pid, pid: child } : undefined;
    }
    case what.exec:
      return { kind: "renamed", pid };
    case what.name:
      return readField(view, 0, fields.thread) === pid ? { kind: "renamed", pid } : undefined;
    case what.exit:
      return readField(view, 0, fields.thread) === pid ? { kind: "ended", pid } : undefined;
    default:
      return undefined;
  }
}
