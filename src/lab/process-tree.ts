import { readdirSync, readFileSync } from "node:fs";

/** The parent of each process that /proc shows. Processes that end meanwhile are left out. */
function parents(): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/u.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      // proc(5): pid (comm) state ppid ...; comm may hold blanks and parentheses.
      const [state, parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // A zombie has ended; only its parent has not asked for its status yet.
      if (state !== "Z") found.set(Number(entry), Number(parent));
    } catch {
      // It has ended.
    }
  }
  return found;
}

/** The processes below `root`, parents before their children; in the reader's own process ids. */
export function descendants(root: number): readonly number[] {
  const all = [...parents()];
  const below: number[] = [];
  let generation: readonly number[] = [root];
  while (generation.length > 0) {
    const next = all.filter(([, parent]) => generation.includes(parent)).map(([pid]) => pid);
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
