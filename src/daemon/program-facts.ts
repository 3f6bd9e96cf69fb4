import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";

import type { ProgramFacts } from "../config/advice/programs.ts";

/** Bytes of a program that are looked at: the kernel reads as many of a `#!` line (execve(2)). */
const headLength = 256;

/** What this machine says about a program. Bare names are searched for in PATH. Never throws. */
export function inspectProgram(program: string): ProgramFacts {
  if (program.includes("/")) return isAbsolute(program) ? inspectPath(program) : { kind: "relative" };
  for (const folder of (process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin").split(delimiter)) {
    const facts = isAbsolute(folder) ? inspectPath(join(folder, program)) : undefined;
    if (facts?.kind === "runnable") return facts;
  }
  return { kind: "missing" };
}

function inspectPath(path: string): ProgramFacts {
  try {
    if (!statSync(path).isFile()) return { kind: "not-a-file" };
  } catch {
    return { kind: "missing" };
  }
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return { kind: "not-executable" };
  }
  const interpreter = interpreterOf(path);
  return {
    kind: "runnable",
    path,
    writable: writablePart(path),
    start: interpreter === undefined ? startOf(path) : "interpreter",
    missingInterpreter: interpreter !== undefined && !exists(interpreter) ? interpreter : undefined,
  };
}

/**
 * The part of a path, links resolved, that another account than root may write to: directly, or by replacing what is
 * in a directory that is not sticky (keepalived.conf(5), "enable_script_security").
 */
function writablePart(path: string): string | undefined {
  try {
    for (let part = realpathSync(path); ; part = dirname(part)) {
      const stats = statSync(part);
      const { uid, gid, mode } = stats;
      const byOwner = uid !== 0 && (mode & 0o200) !== 0;
      const byGroup = gid !== 0 && (mode & 0o020) !== 0;
      const sticky = stats.isDirectory() && (mode & 0o1000) !== 0;
      if (byOwner || byGroup || ((mode & 0o002) !== 0 && !sticky)) return part;
      if (part === "/") return undefined;
    }
  } catch {
    return undefined;
  }
}

function interpreterOf(path: string): string | undefined {
  return /^#![ \t]*([^\s]+)/u.exec(headOf(path))?.[1];
}

/** "\x7fELF" begins what the kernel itself can run. */
function startOf(path: string): "binary" | "unknown" {
  return headOf(path).startsWith("\u007fELF") ? "binary" : "unknown";
}

/** The first bytes as Latin-1; nothing when the file must not be read. */
function headOf(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(headLength);
      return head.subarray(0, readSync(file, head)).toString("latin1");
    } finally {
      closeSync(file);
    }
  } catch {
    // A program may be executable without being readable: it is taken for a binary.
    return "\u007fELF";
  }
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}
