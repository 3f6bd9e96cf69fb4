import type { SyncDaemon } from "../base/lvs-table.ts";
import type { FileWeight } from "../check/config.ts";
import type { LvsSyncDaemon } from "../config/global-config.ts";
import type { Configuration } from "../config/model.ts";
import type { LvsSettings } from "../lvs/inputs.ts";

/** What the engine is told besides virtual servers. `keepsTable` is `-I`. */
export function lvsSettings(
  { global, vrrp }: Pick<Configuration, "global" | "vrrp">,
  keepsTable: boolean,
): LvsSettings {
  const { syncDaemon, notifyInitialStates, flushOnStop } = global.lvs;
  const weights = (vrrp.trackFiles ?? []).map(({ name, weight }): [string, FileWeight] => [name, weight]);
  return {
    syncDaemon: syncDaemon && {
      daemon: syncDaemonOf(syncDaemon, vridOf(vrrp, syncDaemon.instance)),
      instance: syncDaemon.instance,
    },
    fileWeights: new Map(weights),
    initialNotifies: notifyInitialStates ?? false,
    removesServicesWhole: flushOnStop === "services",
    keepsTable,
  };
}

function syncDaemonOf(
  { interface: name, id, maximumLength, port, ttl, group }: LvsSyncDaemon,
  vrid: number,
): SyncDaemon {
  return { role: "master", interface: name, id: id ?? vrid, maximumLength, group, port, timeToLive: ttl };
}

/**
 * The identity of the daemon is the VRID of its instance unless it is given (keepalived.conf(5), "lvs_sync_daemon").
 */
function vridOf({ instances }: Configuration["vrrp"], name: string | undefined): number {
  return instances.find((instance) => instance.name === name)?.vrid ?? 0;
}
