import { linkSync, lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { errorCode } from "./error-code.ts";

/** `held`: a live daemon owns the file. `failed`: it cannot be written; `code` is the error, such as "ENOENT". */
export type PidFileClaim =
  | { readonly kind: "claimed" }
  | { readonly kind: "held"; readonly pid: number }
  | { readonly kind: "failed"; readonly code: string };

/**
 * Makes `path` name `pid`, unless it names another live daemon; a stale or unreadable file is replaced. The file
 * appears with its content, so that whoever waits for it never reads half a number, and of two processes that claim
 * it at once only one succeeds.
 */
export function claimPidFile(path: string, pid: number): PidFileClaim {
  const draft = `${path}.${pid}`;
  if (isSomethingElse(path)) return { kind: "failed", code: "not a regular file" };
  try {
    writeFileSync(draft, `${pid}\n`, { mode: 0o644 });
    try {
      return linkOver(draft, path, pid);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (error) {
    return { kind: "failed", code: errorCode(error) };
  }
}

/** The daemon that a pid file names, if it is alive. An orphan has lost the process that started it. */
export function pidFileHolder(path: string): { readonly pid: number; readonly orphan: boolean } | undefined {
  const pid = readPid(path);
  return pid !== undefined && isDaemon(pid) ? { pid, orphan: isOrphan(pid) } : undefined;
}

/** Removes the file if it still names `pid`. */
export function releasePidFile(path: string, pid: number): void {
  if (readPid(path) === pid) rmSync(path, { force: true });
}

function linkOver(draft: string, path: string, pid: number): PidFileClaim {
  for (;;) {
    try {
      linkSync(draft, path);
      return { kind: "claimed" };
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
    const holder = pidFileHolder(path);
    if (holder !== undefined && holder.pid !== pid) return { kind: "held", pid: holder.pid };
    rmSync(path, { force: true });
  }
}

/** A device, a directory or the like, which must not be replaced. */
function isSomethingElse(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status !== undefined && !status.isFile() && !status.isSymbolicLink();
}

function readPid(path: string): number | undefined {
  // Reading from anything else might never end.
  if (isSomethingElse(path)) return undefined;
  try {
    const text = readFileSync(path, "latin1").trim();
    return /^[1-9]\d{0,9}$/u.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether the process is a keepalived or holdfast daemon rather than whatever has been given its old number. The
 * command line tells; that of a process that has ended but was not waited for is empty.
 */
function isDaemon(pid: number): boolean {
  try {
    return /^(?:[^\0 ]*\/)?(?:keepalived|holdfast)[\0 ]/u.test(readFileSync(`/proc/${pid}/cmdline`, "latin1"));
  } catch {
    return false;
  }
}

/** Whether the daemon that started the process has died. */
export function isOrphan(pid: number): boolean {
  try {
    // proc(5), "/proc/[pid]/stat": number, (name), state, number of the parent.
    const parent = /\) \S (\d+) [^)]*$/u.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))?.[1];
    return parent === undefined || !isDaemon(Number(parent));
  } catch {
    return true;
  }
}
