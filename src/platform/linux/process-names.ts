import { readdirSync } from "node:fs";

import type { ProcessNames } from "../process-pattern.ts";
import { close, open, read } from "./ffi.ts";

const O_CLOEXEC = 0o2_000_000;

/** As much of a command line as is compared. */
const buffer = new Uint8Array(4096);
const decoder = new TextDecoder();

/** The numbers of all processes; none without /proc. */
export function runningProcesses(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/**
 * What a process is called; undefined when it has ended, even if nobody has waited for it yet. The command line is
 * read only where it is asked for.
 */
export function processNames(pid: number, withCommandLine: boolean): ProcessNames | undefined {
  // proc(5), "/proc/[pid]/stat": number, (name), state; the name may have parentheses in it.
  const status = /^\d+ \((?<name>.*)\) (?<state>\S)/su.exec(readStart(`/proc/${pid}/stat`));
  const { name, state } = status?.groups ?? {};
  if (name === undefined || state === "Z" || state === "X") return undefined;
  if (!withCommandLine) return { name, words: [] };
  const words = readStart(`/proc/${pid}/cmdline`).split("\0");
  return { name, words: words.slice(0, -1) };
}

function readStart(path: string): string {
  const descriptor = open(path, O_CLOEXEC);
  if (descriptor < 0) return "";
  const length = read(descriptor, buffer);
  close(descriptor);
  return length <= 0 ? "" : decoder.decode(buffer.subarray(0, length));
}
