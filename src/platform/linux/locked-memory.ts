import { readFileSync } from "node:fs";

import type { SystemError } from "../ports.ts";
import { mlock2 } from "./ffi.ts";
import { failureOf } from "./system-call.ts";

/** Each page from when it is first used (mlock(2)). */
const onFault = 1;

/**
 * Keeps programs, libraries and stack of this process from being dropped or swapped out. Not the heap of the JavaScript
 * engine: it gives pages back in a way that the kernel refuses for locked ones, and ends the process then.
 */
export function lockMemory(): SystemError | undefined {
  for (const line of readFileSync("/proc/self/maps", "latin1").split("\n")) {
    // proc(5), "/proc/[pid]/maps": from-to permissions offset device inode path.
    const found = /^(?<from>[0-9a-f]+)-(?<to>[0-9a-f]+) r\S+ \S+ \S+ \d+ +(?:\/|\[heap\]|\[stack\])/u.exec(line);
    const { from, to } = found?.groups ?? {};
    if (from === undefined || to === undefined) continue;
    const start = Number.parseInt(from, 16);
    const failure = failureOf("mlock2", mlock2(start, Number.parseInt(to, 16) - start, onFault));
    if (failure !== undefined) return failure;
  }
  return undefined;
}
