import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { notifyKeywords } from "./notify.ts";
import { flag, lines } from "./shapes.ts";

/** keepalived.conf(5), "VRRP synchronization group(s)". */
export const vrrpSyncGroup = {
  ...notifyKeywords,
  group: keyword("group", lines, { priority: "P0", doc: "names of the member instances" }),
  trackInterface: keyword("track_interface", lines, { priority: "P1", doc: "interfaces that all members need" }),
  trackScript: keyword("track_script", lines, { priority: "P1", doc: "scripts that all members need" }),
  trackingWeight: keyword("sync_group_tracking_weight", flag, {
    priority: "P2",
    doc: "let weighted tracking of the members count",
    default: "off",
  }),
  globalTracking: keyword("global_tracking", flag, {
    priority: "P2",
    doc: "let weighted tracking of the members count",
    deprecated: "use track_script and track_interface in the group",
  }),
};

export const vrrpSyncGroupScope: Scope = scope("vrrp_sync_group", vrrpSyncGroup);
