import { readFileSync } from "node:fs";

import type { ProcessRunner } from "../../platform/ports.ts";
import type { ProcessIdentity } from "../process-identity.ts";
import type { Beats } from "./beats.ts";

/** PF_EXITING of the kernel: it is ending, and has no environment any more. */
const exiting = 0x4;

/** How often a program is looked at, at most, of which is not known yet whose it is. */
const mostLooks = 100;
/** Between two looks, ms. */
const lookInterval = 10;

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

/**
 * Ends what a process that died has left running, each with all that it has started. Whose a program is that was
 * started a moment ago may not be known yet: that one is looked at again for up to a second.
 */
export function endPrograms(pids: readonly number[], writer: ProcessIdentity): void {
  endKnown(pids, writer, mostLooks);
}

/** `looks`: how many are left, with this one. */
function endKnown(pids: readonly number[], writer: ProcessIdentity, looks: number): void {
  const unknown = pids.filter((pid) => {
    const whose = hasEnded(pid) ? "nobody's" : whoseIs(pid, writer);
    if (whose === "ours" || whose === "nobody's") endGroup(pid);
    return whose === "unknown";
  });
  if (unknown.length > 0 && looks > 1) setTimeout(() => endKnown(unknown, writer, looks - 1), lookInterval).unref();
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Also true while it is ending. A reader dies with the process that started it, and what it has started itself may live
 * on: its group is still the one that was meant, since the number of a group is given to no process.
 */
function hasEnded(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // proc(5), /proc/[pid]/stat: after the name in parentheses come the state (field 3) and, six further on, the flags
    // (9).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return /^[ZX]$/u.test(fields[0] ?? "") || (Number(fields[6]) & exiting) !== 0;
  } catch {
    return true;
  }
}

/**
 * Unknown: it is in the midst of execve(2), which posix_spawn(3) does not wait for, or has ended since it was looked
 * at.
 */
function whoseIs(pid: number, writer: ProcessIdentity): "ours" | "another's" | "unknown" {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
    if (environment === "") return "unknown";
    return environment.split("\0").includes(`${startedBy}=${nameOf(writer)}`) ? "ours" : "another's";
  } catch {
    return "unknown";
  }
}

function nameOf({ pid, startTime }: ProcessIdentity): string {
  return `${pid}.${startTime}`;
}
