import { readdirSync } from "node:fs";
import { constants, setPriority } from "node:os";

import { viewOf } from "../../base/layout.ts";
import type { Duration } from "../../base/time.ts";
import type { SystemError } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { schedSetAffinity, schedSetScheduler, setrlimit } from "./ffi.ts";
import { failureOf } from "./system-call.ts";

/** sched(7). What is started from here begins with the policy and the nice value that are usual. */
const policy = { other: 0, roundRobin: 2, resetOnFork: 0x4000_0000 } as const;

/** setrlimit(2). */
const realTimeLimit = 15;

/** Of this thread, which is the one of the event loop. */
const thisThread = 0;

/**
 * The round-robin class of real-time scheduling with that priority, 1 to 99; undefined: the usual class. Programs that
 * are started from here do not inherit it, nor a negative nice value.
 */
export function setRealTimePriority(priority: number | undefined): SystemError | undefined {
  const parameters = new Uint8Array(4);
  viewOf(parameters).setInt32(0, priority ?? 0, true);
  const wanted = (priority === undefined ? policy.other : policy.roundRobin) | policy.resetOnFork;
  return failureOf("sched_setscheduler", schedSetScheduler(thisThread, wanted, parameters));
}

/** How long the event loop may compute under a real-time priority without waiting for anything, before it is killed. */
export function setRealTimeLimit(limit: Duration): SystemError | undefined {
  const limits = new Uint8Array(16);
  viewOf(limits).setBigUint64(0, BigInt(limit), true);
  viewOf(limits).setBigUint64(8, BigInt(limit), true);
  return failureOf("setrlimit RLIMIT_RTTIME", setrlimit(realTimeLimit, limits));
}

/** Of all threads: -20 to 19, negative ones go first. */
export function setNiceness(niceness: number): SystemError | undefined {
  try {
    for (const thread of threads()) setPriority(thread, niceness);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "info" in error ? Object(error.info).code : undefined;
    return systemError("setpriority", typeof code === "string" ? (numberOf(code) ?? errno.EPERM) : errno.EPERM);
  }
}

/** Of all threads, and of what is started from here: the numbers of the processors they may run on. */
export function setProcessors(processors: readonly number[]): SystemError | undefined {
  const mask = new Uint8Array(Math.ceil((Math.max(...processors) + 1) / 64) * 8);
  for (const processor of processors) {
    const index = processor >> 3;
    mask[index] = (mask[index] ?? 0) | (1 << (processor & 7));
  }
  for (const thread of threads()) {
    const failure = failureOf("sched_setaffinity", schedSetAffinity(thread, mask));
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function threads(): readonly number[] {
  return readdirSync("/proc/self/task").map(Number);
}

function numberOf(code: string): number | undefined {
  return new Map<string, number>(Object.entries(constants.errno)).get(code);
}
