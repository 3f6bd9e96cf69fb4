import { layout, viewOf, writeLayout } from "../../base/layout.ts";
import { keepalivedProtocol, routeType } from "../../wire/netlink/route.ts";
import { ruleType } from "../../wire/netlink/rule.ts";
import { addressOf, setsockopt } from "./ffi.ts";
import { must } from "./system-call.ts";

/** `struct sock_filter` and `struct sock_fprog` (socket(7), SO_ATTACH_FILTER). */
const instructionLayout = layout(8, { code: [0, "u16"], hit: [2, "u8"], miss: [3, "u8"], value: [4, "u32"] });
const programLayout = layout(16, { length: [0, "u16"], instructions: [8, "u64"] });

const code = { loadHalf: 0x28, loadByte: 0x30, jumpIfEqual: 0x15, result: 0x06 } as const;
const typeOffset = 4;
/** Of `struct rtmsg`, behind the header. */
const protocolOffset = 16 + 5;

const socketLevel = 1;
const attachFilter = 26;

/**
 * Lets through what the removal of a route made by keepalived, or of any rule, is told with: the rest stays in the
 * kernel, so that a machine with a full table of the Internet does not wake this process with every change of it.
 */
const instructions: readonly (readonly [code: number, value: number, hit?: number, miss?: number])[] = [
  [code.loadHalf, typeOffset],
  [code.jumpIfEqual, swapped(ruleType.removed), 3, 0],
  [code.jumpIfEqual, swapped(routeType.removed), 0, 3],
  [code.loadByte, protocolOffset],
  [code.jumpIfEqual, keepalivedProtocol, 0, 1],
  [code.result, 0xffff_ffff],
  [code.result, 0],
];

/** Throws SystemException. */
export function filterPolicyRemovals(descriptor: number): void {
  const program = new Uint8Array(instructionLayout.size * instructions.length);
  for (const [index, [operation, value, hit = 0, miss = 0]] of instructions.entries()) {
    writeLayout(viewOf(program), index * instructionLayout.size, instructionLayout, {
      code: operation,
      hit,
      miss,
      value,
    });
  }
  const header = new Uint8Array(programLayout.size);
  const values = { length: instructions.length, instructions: addressOf(program) };
  writeLayout(viewOf(header), 0, programLayout, values);
  must("setsockopt SO_ATTACH_FILTER", setsockopt(descriptor, socketLevel, attachFilter, header));
}

/** Filters load in network order; netlink has that of the machine. */
function swapped(type: number): number {
  return ((type & 0xff) << 8) | (type >> 8);
}
