import { readFileSync, writeFileSync } from "node:fs";

/** The user of programs that need no privileges, and its group. */
const nobody = { user: 65_534, group: 65_534 } as const;

/** A user that an operator has made for this process. */
const ownUser = "holdfast";

/**
 * Gives up what this process does not need to tell others what it hears: the rights of root, capabilities, its place
 * where memory is short. There is no way back. Returns what is left that should not be; undefined: nothing. Its share
 * of the processors it has never had: see `spawnObserver`.
 */
export function confine(): string | undefined {
  process.chdir("/");
  offerItself();
  // There is nobody else to become, and what root may do there it may do to nothing outside of it.
  if (isAlone(readFileSync("/proc/self/uid_map", "utf8"))) return undefined;
  if (process.geteuid?.() === 0) {
    const { user, group } = accountIn(readFileSync("/etc/passwd", "utf8")) ?? nobody;
    process.setgroups?.([]);
    process.setgid?.(group);
    process.setuid?.(user);
  }
  return leftOver(readFileSync("/proc/self/status", "utf8"));
}

/** The account for this process in a passwd(5) file; undefined: there is none, or it is that of root. */
export function accountIn(passwd: string): { readonly user: number; readonly group: number } | undefined {
  const fields = passwd
    .split("\n")
    .find((line) => line.startsWith(`${ownUser}:`))
    ?.split(":");
  const [user, group] = [Number(fields?.[2]), Number(fields?.[3])];
  return user > 0 && group > 0 ? { user, group } : undefined;
}

/**
 * Whether a /proc/PID/uid_map (user_namespaces(7)) knows one user only: an unprivileged one, who is root in its own
 * world.
 */
export function isAlone(map: string): boolean {
  return /^\s*0\s+[1-9]\d*\s+1\s*$/u.test(map);
}

/** What a /proc/PID/status (proc(5)) says that a process without privileges does not have. */
export function leftOver(status: string): string | undefined {
  if (/^Uid:.*\t0(?:\t|$)/mu.test(status)) return "it is root";
  const sets = ["CapEff", "CapPrm"].filter((set) => !new RegExp(`^${set}:\\s*0+$`, "mu").test(status));
  return sets.length === 0 ? undefined : "it has capabilities";
}

/** Where memory is short, it is the first to go. */
function offerItself(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // Without procfs the kernel chooses for itself.
  }
}
