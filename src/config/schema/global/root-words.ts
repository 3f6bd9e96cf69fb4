import type { Duration } from "../../../base/time.ts";
import { keyword } from "../keyword.ts";
import type { Shape } from "../keyword.ts";
import { seconds, unsignedMaximum } from "../numbers.ts";
import { wordOr } from "../optional-words.ts";
import { flag, forgiving, plainText } from "../shapes.ts";

const wait: Shape<Duration> = seconds({ minimum: 0, maximum: unsignedMaximum, fraction: false });

/** Where the daemon runs: words outside all blocks (keepalived.conf(5), "GLOBAL CONFIGURATION"). */
export const namespaceWords = {
  network: keyword("net_namespace", forgiving(plainText), {
    priority: "P2",
    doc: "network namespace that everything happens in",
    default: "that which the daemon is started in",
    firstCounts: true,
  }),
  ipvs: keyword("net_namespace_ipvs", wordOr("", "<NAME>"), {
    priority: "P2",
    doc: "network namespace of IPVS; without a name that which the daemon is started in",
    default: "net_namespace",
    firstCounts: true,
    unfinished: "load is balanced in the namespace of the daemon",
  }),
  ipsets: keyword("namespace_with_ipsets", flag, {
    priority: "P2",
    doc: "the kernel keeps IP sets by namespace",
    default: "off",
    unfinished: "no IP sets are made",
  }),
};

/** Words outside all blocks that concern the daemon's processes. */
export const processWords = {
  instance: keyword("instance", forgiving(plainText), {
    priority: "P1",
    doc: "name that tells several daemons on a machine apart",
    default: "none",
    firstCounts: true,
  }),
  pidDirectory: keyword("use_pid_dir", flag, {
    priority: "P2",
    doc: "put PID files into the directory /run/keepalived",
    default: "off",
  }),
  childWaitTime: keyword("child_wait_time", wait, {
    priority: "P2",
    doc: "seconds that the other processes have to end when the daemon stops, at least 5: they release addresses",
    default: "5",
  }),
};

/** Words outside all blocks that concern interfaces. */
export const interfaceWords = {
  linkbeatPolling: keyword("linkbeat_use_polling", flag, {
    priority: "P2",
    doc: "ask interfaces for their link state again and again",
    default: "off: the kernel reports changes",
    deprecated: "list the interfaces in linkbeat_interfaces { }",
    unfinished: "the kernel reports changes",
  }),
};
