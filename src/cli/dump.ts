import { dumpConfiguration } from "../config/dump/dump.ts";
import type { DumpOptions } from "../config/dump/dump.ts";
import { readNode } from "./check/read-node.ts";
import type { ReadingOptions } from "../daemon/supervisor-configuration.ts";

/**
 * Prints what takes effect of a configuration file, as a file that loads to the same. Returns the exit status: 0, 1
 * when there are errors in it, which `check` tells, or 2 when it cannot be read.
 */
export function dumpFile(file: string, options: DumpOptions, reading: ReadingOptions): number {
  const read = readNode(file, "unknown", reading);
  if (read.kind === "unreadable") {
    process.stderr.write(`${read.message}\n`);
    return 2;
  }
  const { result } = read.node;
  process.stdout.write(dumpConfiguration(result, options));
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").length;
  const what = errors === 1 ? "1 error" : `${errors} errors`;
  if (errors > 0) process.stderr.write(`${what} in it: holdfast check ${file} tells more\n`);
  return errors > 0 ? 1 : 0;
}
