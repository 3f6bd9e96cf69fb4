import type { SyncDaemon } from "../base/lvs-table.ts";
import type { LvsSettings } from "./inputs.ts";

/**
 * The synchronisation daemon that is to run: that of a master sends its connections, any other one takes them in
 * (keepalived.conf(5), "lvs_sync_daemon"). Undefined: none.
 */
export function wantedSyncDaemon(
  settings: Pick<LvsSettings, "syncDaemon">,
  states: ReadonlyMap<string, string>,
): SyncDaemon | undefined {
  const { syncDaemon } = settings;
  if (syncDaemon === undefined) return undefined;
  const { daemon, instance } = syncDaemon;
  if (instance === undefined) return daemon;
  return { ...daemon, role: states.get(instance) === "MASTER" ? "master" : "backup" };
}
