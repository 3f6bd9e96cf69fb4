import { unreachable } from "../base/assert.ts";
import type { Notification } from "./occurrence.ts";

/** What a mail says; who gets it and who sends it is the same for all. */
export type Mail = { readonly subject: string; readonly body: string };

/**
 * The mail about it, in the words that filters and people know from the reference; undefined when there is none:
 * a stop is not mailed, as the reference's mail about it never leaves.
 */
export function composeMail({ type, name, state }: Notification, routerId: string): Mail | undefined {
  const start = `[${routerId}] VRRP ${type === "GROUP" ? "Group" : "Instance"} ${name} -`;
  switch (state) {
    case "MASTER":
    case "BACKUP":
    case "FAULT":
      return {
        subject: `${start} Entering ${state} state`,
        body: `=> ${type === "GROUP" ? groupNow(state) : ownership[state]} <=`,
      };
    case "DELETED":
      return { subject: `${start} Deleted`, body: "=> VRRP Deleted at reload <=" };
    case "STOP":
    case "MASTER_RX_LOWER_PRI":
    case "MASTER_PRIORITY":
    case "BACKUP_PRIORITY":
      return undefined;
    default:
      return unreachable(state);
  }
}

const noLonger = "VRRP Instance is no longer owning VRRP VIPs";
const ownership = { MASTER: "VRRP Instance is now owning VRRP VIPs", BACKUP: noLonger, FAULT: noLonger } as const;

function groupNow(state: string): string {
  return `All VRRP group instances are now in ${state} state`;
}
