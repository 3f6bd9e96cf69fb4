import { readdirSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/**
 * A process that nobody needs yet, such as one on standby, runs only while no other wants the processor: loading its
 * program takes a processor for a tenth of a second or more, right after another one has begun its work. Does nothing
 * where the kernel would not let it be undone (CAP_SYS_NICE, in the first user namespace).
 */
export function makeModest(pid: number): void {
  if (mayUndo()) setNiceness(pid, constants.priority.PRIORITY_LOW);
}

/** Now it is needed: all its threads run as this process does. */
export function endModesty(pid: number): void {
  if (!mayUndo()) return;
  for (const thread of threadsOf(pid)) setNiceness(thread, getPriority());
}

/** Whether this process may make itself more important by a little; what it was before is always allowed. */
function mayUndo(): boolean {
  const usual = getPriority();
  if (!setNiceness(0, Math.max(constants.priority.PRIORITY_HIGHEST, usual - 1))) return false;
  return setNiceness(0, usual);
}

/** A nice value belongs to a thread (setpriority(2), "C library/kernel differences"). */
function threadsOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    // It has ended.
    return [];
  }
}

/** False when the kernel refuses, or the thread has ended. */
function setNiceness(thread: number, niceness: number): boolean {
  try {
    setPriority(thread, niceness);
    return true;
  } catch {
    return false;
  }
}
