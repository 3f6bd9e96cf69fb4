import { readdirSync, readFileSync } from "node:fs";

/** Where the field is behind the name. */
const startTime = 19;

type Entry = { readonly pid: number; readonly parent: number; readonly started: number };

/**
 * All processes that /proc shows, the oldest first: numbers begin anew some day. Those that end meanwhile are left out.
 */
function allProcesses(): readonly Entry[] {
  const found: Entry[] = [];
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/u.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      // proc(5): pid (comm) state ppid ... starttime ...; comm may hold blanks and parentheses.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [state, parent] = fields;
      // A zombie has ended; only its parent has not asked for its status yet.
      if (state === "Z") continue;
      found.push({ pid: Number(entry), parent: Number(parent), started: Number(fields[startTime]) });
    } catch {
      // It has ended.
    }
  }
  return found.toSorted((a, b) => a.started - b.started || a.pid - b.pid);
}

/** The processes below `root`, parents before their children, and older ones first; in the reader's own process ids. */
export function descendants(root: number): readonly number[] {
  const all = allProcesses();
  const below: number[] = [];
  let generation: readonly number[] = [root];
  while (generation.length > 0) {
    const next = all.filter(({ parent }) => generation.includes(parent)).map(({ pid }) => pid);
    below.push(...next);
    generation = next;
  }
  return below;
}

/** Sends a signal; false when the process has ended. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/**
 * Ends `top` and what is below it as a power cut would: nobody notices the death of another. Those below are
 * stopped first, so that none acts on the signal that its parent's death may bring.
 */
export function killAtOnce(top: number, below: readonly number[]): void {
  for (const pid of below) signalProcess(pid, "SIGSTOP");
  signalProcess(top, "SIGKILL");
  for (const pid of below) signalProcess(pid, "SIGKILL");
}
