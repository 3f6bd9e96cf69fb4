import { keyword, oldSpelling } from "../keyword.ts";
import { flag, forgiving, optionalChoice, switched } from "../shapes.ts";
import { lvsSyncDaemon } from "./lvs-sync-daemon.ts";
import { lvsTimeouts } from "./lvs-timeouts.ts";

/** The lines of timeouts: all of them count. */
export const lvsTimeoutKeywords = {
  timeouts: keyword("lvs_timeouts", lvsTimeouts, {
    priority: "P1",
    repeatable: true,
    doc: "seconds that IPVS remembers connections without traffic: established, closing, and UDP",
    default: "those of the kernel",
  }),
};

const flushOnStop = keyword("lvs_flush_on_stop", optionalChoice({ VS: "services" }, "everything"), {
  priority: "P1",
  doc: "empty the table of the load balancer at once when the daemon stops; VS: virtual server by virtual server",
  default: "off",
});

/** Load balancing as a whole (keepalived.conf(5), "Global definitions"). */
export const lvsKeywords = {
  flush: keyword("lvs_flush", flag, {
    priority: "P1",
    doc: "empty the table of the load balancer when the daemon starts",
    default: "off",
  }),
  flushOnStop,
  oldFlushOnStop: oldSpelling("lvs_flush_onstop", flushOnStop),
  syncDaemon: keyword("lvs_sync_daemon", forgiving(lvsSyncDaemon), {
    priority: "P1",
    doc: "have IPVS tell the other machines about connections, over an interface and following an instance",
    default: "off; port 8848, ttl 1, group 224.0.0.81",
    firstCounts: true,
  }),
  logAllFailures: keyword("checker_log_all_failures", switched, {
    priority: "P1",
    doc: "log each failed check, and not only changes of state",
    default: "off",
  }),
  notifyInitialStates: keyword("rs_init_notifies", switched, {
    priority: "P2",
    doc: "run notify_up or notify_down of a real server after its first check",
    default: "off",
  }),
};
