import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { GlobalConfig } from "../config/global-config.ts";
import { type DaemonIdentity, pidDirectoryOf } from "./daemon-identity.ts";
import { errorCode } from "./error-code.ts";

/** Where the marker of `reload_file` is; undefined: there is none. */
export function reloadMarkerPath(
  { reload }: Pick<GlobalConfig, "reload">,
  identity: DaemonIdentity,
): string | undefined {
  if (reload.marker === undefined) return undefined;
  return reload.marker.path ?? join(pidDirectoryOf(identity), "keepalived.reload");
}

/**
 * Reads configuration files while an empty file says so to whoever writes them (keepalived.conf(5), "reload_file"): it
 * is made or emptied before, and gone afterwards.
 */
export function whileMarked<T>(path: string | undefined, read: () => T, say: (message: string) => void): T {
  if (path === undefined) return read();
  try {
    writeFileSync(path, "");
  } catch (error) {
    say(`Cannot write reload_file ${path}: ${errorCode(error)}`);
  }
  try {
    return read();
  } finally {
    rmSync(path, { force: true });
  }
}
