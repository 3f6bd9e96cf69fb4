import type { GlobalConfig } from "../config/global-config.ts";
import { printGlobals } from "../status/dump/data.ts";
import { globalTexts } from "./dump-facts.ts";
import { usualUmask, writeDump } from "./dump-file.ts";
import { dumpPaths, temporaryDirectory } from "./dump-paths.ts";

/** What keepalived_parent.data says, line by line (`-d`). */
export function parentDumpLines(global: GlobalConfig, umask: number | undefined): readonly string[] {
  const mask = umask ?? global.files.umask ?? usualUmask;
  return Array.from(printGlobals(globalTexts(global, mask)))
    .join("")
    .trimEnd()
    .split("\n");
}

/** Writes keepalived_parent.data. Resolves with what went wrong. `umask` is that of the command line. */
export async function writeParentDump(global: GlobalConfig, umask: number | undefined): Promise<string | undefined> {
  const mask = umask ?? global.files.umask ?? usualUmask;
  const { parent } = dumpPaths(global, temporaryDirectory(process.env["TMPDIR"]));
  const error = await writeDump(parent, printGlobals(globalTexts(global, mask)), mask);
  return error === undefined ? undefined : `Can't open dump file ${parent} (${error})`;
}
