import { accessSync, constants, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { errorCode } from "./error-code.ts";
import { claimPidFile, pidFileHolder } from "./pid-file.ts";
import type { PidFiles } from "./daemon-identity.ts";

/** What stands in the way of a start: `status` is what the reference exits with then. */
export type Obstacle = { readonly messages: readonly string[]; readonly status: number };

/** How long an orphan of an earlier daemon may take to end, and how often it is looked at. Milliseconds. */
const orphanLimit = 5_000;
const orphanPause = 20;

/**
 * Claims the daemon's pid file and makes sure that no other daemon owns those of its children. When a daemon has died
 * without them, its children are about to end by themselves: they are waited for. `orphan` is a vrrp process that will
 * be taken over; `runs` are the children that there will be.
 */
export async function claimPidFiles(
  files: PidFiles,
  runs: { readonly vrrp: boolean; readonly checkers: boolean },
  orphan: number | undefined,
): Promise<Obstacle | undefined> {
  const own = claimPidFile(files.daemon, process.pid);
  if (own.kind === "held") return alreadyRunning(files.daemon, own.pid);
  if (own.kind === "failed") return notWritable(files.daemon, own.code, "-p");
  for (const path of [files.vrrp, files.checkers]) {
    if (orphan !== undefined && pidFileHolder(path)?.pid === orphan) continue;
    const holder = await lastingHolder(path);
    if (holder !== undefined) return alreadyRunning(path, holder);
  }
  for (const [path, isWritten, option] of [
    [files.vrrp, runs.vrrp, "-r"],
    [files.checkers, runs.checkers, "-c"],
  ] as const) {
    const code = isWritten ? obstacleToWriting(dirname(path)) : undefined;
    if (code !== undefined) return notWritable(path, code, option);
  }
  return undefined;
}

/** The directory of a daemon with a name; whoever cannot write into it is told so. */
export function makePidDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 });
  } catch {
    // The claim that follows fails with a better reason.
  }
}

/** Why no file can be made in a folder, such as "ENOENT". */
function obstacleToWriting(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

async function lastingHolder(path: string): Promise<number | undefined> {
  for (let waited = 0; waited < orphanLimit; waited += orphanPause) {
    const holder = pidFileHolder(path);
    if (holder === undefined || !holder.orphan) return holder?.pid;
    await pause(orphanPause);
  }
  return pidFileHolder(path)?.pid;
}

function alreadyRunning(path: string, pid: number): Obstacle {
  const cure = `pid file ${path} names the running process ${pid}: stop it, or give this daemon its own files with -p, -r and -c`;
  // The reference counts this as success: what was asked for, a running daemon, is there.
  return { messages: ["daemon is already running", cure], status: 0 };
}

function notWritable(path: string, code: string, option: string): Obstacle {
  return { messages: [`Cannot write pid file ${path}: ${code}; name another with ${option}`], status: 1 };
}
