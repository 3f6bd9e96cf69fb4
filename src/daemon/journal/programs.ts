import { readFileSync } from "node:fs";

import type { ProcessRunner } from "../../platform/ports.ts";
import type { ProcessIdentity } from "../process-identity.ts";
import type { Beats } from "./beats.ts";

/** In the environment of what is started, to know it by. */
const startedBy = "HOLDFAST_STARTED_BY";

/**
 * Starts programs that are worth nothing without the process that started them: tracking scripts, readers of FIFOs.
 * They are written down, so that whoever comes after a process that died can end them.
 */
export function recorded(processes: ProcessRunner, beats: Beats, writer: ProcessIdentity): ProcessRunner {
  const mark = { [startedBy]: nameOf(writer) };
  return {
    start(command, environment, done) {
      const process = processes.start(command, { ...environment, ...mark }, (exit) => {
        place.remove();
        done(exit);
      });
      const place = beats.addProgram(process.pid);
      return process;
    },
    close: () => processes.close(),
  };
}

/** Ends what a process that died has left running, each with all that it has started. */
export function endPrograms(pids: readonly number[], writer: ProcessIdentity): void {
  for (const pid of pids) {
    if (!hasEnded(pid) && !isStartedBy(pid, writer)) continue;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}

/**
 * A reader dies with the process that started it, and what it has started itself may live on: its group is still the one
 * that was meant, since the number of a group is given to no process.
 */
function hasEnded(pid: number): boolean {
  try {
    // proc(5), "/proc/[pid]/stat": number, (name), state.
    return /\) [ZX] [^)]*$/u.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return true;
  }
}

function isStartedBy(pid: number, writer: ProcessIdentity): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1")
      .split("\0")
      .includes(`${startedBy}=${nameOf(writer)}`);
  } catch {
    return false;
  }
}

function nameOf({ pid, startTime }: ProcessIdentity): string {
  return `${pid}.${startTime}`;
}
