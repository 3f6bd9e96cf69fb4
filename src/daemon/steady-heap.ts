import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Settles how the memory of a process is tidied up whose deadlines count. Some seconds after its start V8 would mark
 * all of a heap that rests, to make it smaller: measured here, that held the process for 5 to 170 ms while its adverts
 * were due. Without marking in steps it does not begin; and a heap of this size has its young objects swept faster by
 * one thread than by several that wait for one another on a busy machine (0.3 ms against up to 13 ms). V8 looks at
 * both settings whenever it is about to do such a thing, so they may be changed while it runs.
 */
export function steadyHeap(): void {
  setFlagsFromString("--no-incremental-marking");
  setFlagsFromString("--no-parallel-scavenge");
}

/** Throws away what starting up has left behind, at a moment when nothing is due yet: it takes some milliseconds. */
export function sweepHeap(): void {
  setFlagsFromString("--expose-gc");
  const sweep: unknown = runInNewContext("gc");
  if (typeof sweep === "function") sweep();
}
