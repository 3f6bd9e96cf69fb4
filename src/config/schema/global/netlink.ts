import { keyword } from "../keyword.ts";
import type { Keyword } from "../keyword.ts";
import { integer, unsignedMaximum } from "../numbers.ts";
import { forgiving, switched } from "../shapes.ts";

const usualBuffer = "the buffers have the size that the system gives them";

function bufferSize(name: string, what: string): Keyword<number> {
  return keyword(name, forgiving(integer({ minimum: 0, maximum: unsignedMaximum })), {
    priority: "P2",
    doc: `bytes of the receive buffer for ${what}`,
    default: "that of the system",
    unfinished: usualBuffer,
  });
}

function bufferForce(name: string): Keyword<boolean> {
  return keyword(`${name}_force`, switched, {
    priority: "P2",
    doc: `let ${name} go beyond the limit of the system`,
    default: "off",
    unfinished: usualBuffer,
  });
}

export type NetlinkKeywords = {
  readonly command: Keyword<number>;
  readonly commandForce: Keyword<boolean>;
  readonly monitor: Keyword<number>;
  readonly monitorForce: Keyword<boolean>;
};

/** The sockets of one process (keepalived.conf(5), "vrrp_netlink_cmd_rcv_bufs" and the following). */
function netlinkKeywords(prefix: "vrrp" | "lvs", process: string): NetlinkKeywords {
  const command = `${prefix}_netlink_cmd_rcv_bufs`;
  const monitor = `${prefix}_netlink_monitor_rcv_bufs`;
  return {
    command: bufferSize(command, `answers of the kernel to the ${process} process`),
    commandForce: bufferForce(command),
    monitor: bufferSize(monitor, `news of the kernel to the ${process} process`),
    monitorForce: bufferForce(monitor),
  };
}

export const vrrpNetlinkKeywords: NetlinkKeywords = netlinkKeywords("vrrp", "VRRP");
export const lvsNetlinkKeywords: NetlinkKeywords = netlinkKeywords("lvs", "checker");

export const processMonitorKeywords = {
  processMonitor: bufferSize("process_monitor_rcv_bufs", "news of processes that begin and end"),
  processMonitorForce: bufferForce("process_monitor_rcv_bufs"),
};
