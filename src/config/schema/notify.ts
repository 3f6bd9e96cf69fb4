import { keyword } from "./keyword.ts";
import { line, switched } from "./shapes.ts";

/** Who is told of changes: the same keywords in an instance and in a group (keepalived.conf(5), "notify"). */
export const notifyKeywords = {
  notifyMaster: keyword("notify_master", line, { priority: "P0", doc: "script that runs on becoming master" }),
  notifyBackup: keyword("notify_backup", line, { priority: "P0", doc: "script that runs on becoming backup" }),
  notifyFault: keyword("notify_fault", line, { priority: "P0", doc: "script that runs on a fault" }),
  notifyStop: keyword("notify_stop", line, { priority: "P0", doc: "script that runs when the daemon stops" }),
  notify: keyword("notify", line, {
    priority: "P0",
    doc: "script that runs on every change, with TYPE NAME STATE PRIORITY as further arguments",
  }),
  smtpAlert: keyword("smtp_alert", switched, { priority: "P0", doc: "send a mail on every change", default: "off" }),
};
