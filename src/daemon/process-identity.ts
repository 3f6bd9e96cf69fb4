import { readFileSync, readlinkSync } from "node:fs";

/** Which process is meant, also after its number has been given to another one. */
export type ProcessIdentity = {
  readonly pid: number;
  /** When it was started, in clock ticks since the boot (proc(5), "starttime"). */
  readonly startTime: number;
  /** Which boot of the machine that was. */
  readonly boot: string;
};

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: readStatus(process.pid)?.startTime ?? 0, boot: currentBoot() };
}

/** Whether that process runs, or is stopped; one that has ended and was not waited for does not count. */
export function isAlive({ pid, startTime, boot }: ProcessIdentity): boolean {
  const status = readStatus(pid);
  return status?.startTime === startTime && !"ZX".includes(status.state) && boot === currentBoot();
}

/** The network namespace of this process. Throws what node:fs throws. */
export function currentNetwork(): string {
  return readlinkSync("/proc/self/ns/net");
}

export function currentBoot(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "";
  }
}

/** proc(5), "/proc/[pid]/stat": number, (name), state, ... the 22nd is the start time. The name may hold anything. */
function readStatus(pid: number): { readonly state: string; readonly startTime: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startTime: Number(fields[19]) };
  } catch {
    return undefined;
  }
}
