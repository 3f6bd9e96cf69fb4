import type { NotifyFifo } from "../../global-config.ts";
import { keyword } from "../keyword.ts";
import type { Keyword, Priority } from "../keyword.ts";
import { scriptCall } from "../script-call.ts";
import type { WrittenScript } from "../script-call.ts";
import { forgiving } from "../shapes.ts";
import { notifyFifo } from "./notify-fifo.ts";

export type FifoKeywords = { readonly fifo: Keyword<NotifyFifo>; readonly script: Keyword<WrittenScript> };

/** A FIFO and the script that reads it (keepalived.conf(5), "notify_fifo"). */
function fifoKeywords(prefix: "" | "vrrp_" | "lvs_", what: string): FifoKeywords {
  const facts: { readonly priority: Priority; readonly firstCounts: true } = { priority: "P1", firstCounts: true };
  return {
    fifo: keyword(`${prefix}notify_fifo`, forgiving(notifyFifo), {
      ...facts,
      doc: `FIFO that gets a line for each change of ${what}; its user and group`,
      default: "none",
    }),
    script: keyword(`${prefix}notify_fifo_script`, forgiving(scriptCall), {
      ...facts,
      doc: `command that reads ${prefix}notify_fifo, whose name it gets as its last argument`,
      default: "none",
    }),
  };
}

export const notifyFifoKeywords: FifoKeywords = fifoKeywords("", "anything");
export const vrrpNotifyFifoKeywords: FifoKeywords = fifoKeywords("vrrp_", "instances and sync groups");
export const lvsNotifyFifoKeywords: FifoKeywords = fifoKeywords("lvs_", "virtual and real servers");
