import { keyword } from "./keyword.ts";
import { optionalScriptCall, scriptCall } from "./script-call.ts";
import { switched } from "./shapes.ts";

/** Who is told of changes: the same keywords in an instance and in a group (keepalived.conf(5), "notify"). */
export const notifyKeywords = {
  notifyMaster: keyword("notify_master", scriptCall, {
    priority: "P0",
    doc: "script that runs on becoming master",
    firstCounts: true,
  }),
  notifyBackup: keyword("notify_backup", scriptCall, {
    priority: "P0",
    doc: "script that runs on becoming backup",
    firstCounts: true,
  }),
  notifyFault: keyword("notify_fault", scriptCall, {
    priority: "P0",
    doc: "script that runs on a fault",
    firstCounts: true,
  }),
  notifyStop: keyword("notify_stop", scriptCall, {
    priority: "P0",
    doc: "script that runs when the daemon stops",
    firstCounts: true,
  }),
  notify: keyword("notify", scriptCall, {
    priority: "P0",
    doc: "script that runs on every change, with TYPE NAME STATE PRIORITY as further arguments",
    firstCounts: true,
  }),
  notifyDeleted: keyword("notify_deleted", optionalScriptCall, {
    priority: "P2",
    doc: "a removal by a reload is told as DELETED rather than FAULT, with a script of its own if one is given",
    default: "off",
    firstCounts: true,
  }),
  notifyPriorityChanges: keyword("notify_priority_changes", switched, {
    priority: "P2",
    doc: "tell the FIFOs of changes of the priority",
    default: "off",
    inherits: "vrrp_notify_priority_changes",
  }),
  smtpAlert: keyword("smtp_alert", switched, {
    priority: "P0",
    doc: "send a mail on every change",
    default: "off",
    inherits: "smtp_alert_vrrp, else smtp_alert",
  }),
};

/** What only an instance has. */
export const instanceNotifyKeywords = {
  notifyLowerPriority: keyword("notify_master_rx_lower_pri", scriptCall, {
    priority: "P1",
    doc: "script that runs when the master hears a lower-priority one",
    firstCounts: true,
  }),
};
