import { writeFileSync } from "node:fs";

/**
 * Makes this process look like the program it stands in for: `ps` shows "keepalived -P -f ...", and `pgrep -x`,
 * `pidof` and `killall` find it by its name. Managers recognise their daemon by its command line, so the arguments
 * stay in it.
 */
export function setProcessTitle(program: string, commandArguments: readonly string[]): void {
  process.title = [program, ...commandArguments].join(" ");
  // The title's first 15 characters have become the thread's name; it shall be the program's alone.
  setProcessName(program);
}

/** The name that the kernel has for this process, at most 15 bytes (`process_names` and its siblings). */
export function setProcessName(name: string): void {
  try {
    writeFileSync("/proc/self/comm", name);
  } catch {
    // Without /proc only the name is lost.
  }
}
