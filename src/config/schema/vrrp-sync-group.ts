import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { notifyKeywords } from "./notify.ts";
import { optionalScriptCall } from "./script-call.ts";
import { flag, lines } from "./shapes.ts";
import { trackingKeywords } from "./tracking.ts";

/** keepalived.conf(5), "VRRP synchronization group(s)". */
export const vrrpSyncGroup = {
  ...notifyKeywords,
  ...trackingKeywords,
  notifyDeleted: keyword("notify_deleted", optionalScriptCall, {
    priority: "P2",
    doc: "without a meaning: groups do not get DELETED",
  }),
  group: keyword("group", lines, {
    priority: "P0",
    doc: "names of the member instances",
    required: true,
    firstCounts: true,
  }),
  trackingWeight: keyword("sync_group_tracking_weight", flag, {
    priority: "P1",
    doc: "let weighted tracking of the members count",
    default: "off",
  }),
  globalTracking: keyword("global_tracking", flag, {
    priority: "P2",
    doc: "let weighted tracking of the members count",
    default: "off",
    deprecated: "use track_interface, track_script and track_file in the group",
    failsTest: true,
  }),
};

export const vrrpSyncGroupScope: Scope = scope("vrrp_sync_group", vrrpSyncGroup);
