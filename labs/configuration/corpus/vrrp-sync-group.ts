import { instance, otherInstance, scriptsAllowed, trackedThings, tracksAll } from "./surroundings.ts";
import { newer, row, type Table } from "./table.ts";

/** Keywords of a group of two instances. */
export const vrrpSyncGroup: Table = {
  block: "vrrp_sync_group",
  usual: { group: "{ VI_1; VI_2 }" },
  around: (body) => `${scriptsAllowed}vrrp_sync_group G {\n${body}\n}\n${instance("VI_1")}${otherInstance("VI_2")}`,
  rows: [
    row("group", "{ VI_1; VI_2 } | { VI_1 VI_2 }", "{ VI_1 } | { VI_1; VI_9 } | { VI_9 } | { VI_1; VI_1 } | { } | ()"),
    row("notify_master", '"/etc/keepalived/check.sh"', "()"),
    row("notify_backup", '"/etc/keepalived/check.sh" | "/etc/keepalived/missing.sh"', "()"),
    row("notify_fault", '"/etc/keepalived/check.sh"', "()"),
    row("notify_stop", '"/etc/keepalived/check.sh"', "()"),
    row("notify", '"/etc/keepalived/check.sh"', "()"),
    newer("notify_deleted", '() | "/etc/keepalived/check.sh"', ""),
    row("smtp_alert", "() | on | false", "maybe"),
    row("track_interface", "{ eth2 } | { eth2 weight 10 }", "{ eth2 weight 255 } | { eth9 } | { eth0 } | ()"),
    row("sync_group_tracking_weight", "() | extra words", ""),
    row("notify_priority_changes", "() | on | false", "maybe"),
    row("global_tracking", "", "() | extra words"),
  ],
};

/** Those about what a group tracks, where a member tracks the same. */
export const groupTrackers: Table = {
  block: "vrrp_sync_group with trackers",
  usual: { group: "{ VI_1; VI_2 }" },
  around: (body) =>
    `${scriptsAllowed}${trackedThings}vrrp_sync_group G {\n${body}\n}\n${instance("VI_1", tracksAll)}${otherInstance("VI_2")}`,
  rows: [
    row("track_script", "{ chk } | { chk weight 10 }", "{ chk weight 300 } | { unknown } | ()"),
    row("track_file", "{ f } | { f weight 10 }", "()", { fails: "{ unknown }" }),
    row("track_process", "{ p } | { p weight 10 }", "{ unknown } | ()"),
    row("track_bfd", "{ b } | { b weight 10 }", "{ unknown } | ()"),
  ],
};
