import { layout, viewOf, writeLayout } from "../../base/layout.ts";
import { instructionLayout } from "../../wire/bpf.ts";
import { type PacketSelection, selectionProgram } from "../../wire/packet-selection.ts";
import type { SystemError } from "../ports.ts";
import { errno } from "./errno.ts";
import { addressOf, setsockopt } from "./ffi.ts";
import { optionLevel, socketOption } from "./socket-options.ts";
import { failureOf } from "./system-call.ts";

/** `struct sock_fprog`: how many instructions, and where they are. */
const programLayout = layout(16, { length: [0, "u16"], instructions: [8, "u64"] });

const noArgument = new Uint8Array(4);

/** Puts a filter before the socket, in place of any other, in one step; undefined takes it away (socket(7)). */
export function selectPackets(descriptor: number, selection: PacketSelection | undefined): SystemError | undefined {
  if (selection === undefined) {
    const detached = setsockopt(descriptor, optionLevel.socket, socketOption.detachFilter, noArgument);
    return detached === -errno.ENOENT ? undefined : failureOf("setsockopt SO_DETACH_FILTER", detached);
  }
  return attachFilter(descriptor, selectionProgram(selection));
}

/** The same with any program. */
export function attachFilter(descriptor: number, instructions: Uint8Array): SystemError | undefined {
  const program = new Uint8Array(programLayout.size);
  writeLayout(viewOf(program), 0, programLayout, {
    length: instructions.length / instructionLayout.size,
    instructions: addressOf(instructions),
  });
  const attached = setsockopt(descriptor, optionLevel.socket, socketOption.attachFilter, program);
  return failureOf("setsockopt SO_ATTACH_FILTER", attached);
}
