import { viewOf } from "../../base/layout.ts";
import { type Duration, toMilliseconds } from "../../base/time.ts";
import { close, pidfdOpen, pidfdSendSignal, poll } from "./ffi.ts";

const sigkill = 9;
const POLLIN = 1;

/**
 * Ends a process without a word and waits until it has ended. `isRight` is asked once the number cannot come to mean
 * another process any more. Blocks: only for a process that has nothing else to do yet. True when there is no such
 * process any more.
 */
export function endProcess(pid: number, isRight: () => boolean, within: Duration): boolean {
  const descriptor = pidfdOpen(pid);
  if (descriptor < 0) return true;
  try {
    if (!isRight()) return true;
    pidfdSendSignal(descriptor, sigkill);
    // struct pollfd: descriptor, events, returned events.
    const entry = new Uint8Array(8);
    viewOf(entry).setInt32(0, descriptor, true);
    viewOf(entry).setUint16(4, POLLIN, true);
    return poll(entry, 1, toMilliseconds(within)) > 0;
  } finally {
    close(descriptor);
  }
}
