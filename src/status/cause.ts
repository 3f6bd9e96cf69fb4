import { unreachable } from "../base/assert.ts";
import { printSeconds } from "../base/time.ts";
import type { Cause } from "../vrrp/events.ts";
import type { FaultReason } from "../vrrp/faults.ts";
import type { Plain } from "./live/plain.ts";

/** A cause in words, for people: "no advert from 192.0.2.2 for 3.609375 s". The chain behind it is written out. */
export function printCause(cause: Cause | Plain<Cause>): string {
  switch (cause.kind) {
    case "started":
      return "started";
    case "address-owner":
      return "owner of the addresses";
    case "adopted":
      return `master in a process that died, ${printSeconds(cause.silence)} s after its last advert`;
    case "timeout":
      return cause.master === undefined || cause.silence === undefined
        ? "no advert from anyone"
        : `no advert from ${cause.master.toString()} for ${printSeconds(cause.silence)} s`;
    case "preempted":
      return `${cause.master.toString()} is master with priority ${cause.priority}, ours is ${cause.ours}`;
    case "master-resigned":
      return `${cause.master.toString()} resigned`;
    case "advert": {
      const { source, priority, ours, won } = cause;
      return won === "by-priority"
        ? `${source.toString()} has priority ${priority}, ours is ${ours}`
        : `${source.toString()} has our priority ${priority} and the higher address`;
    }
    case "fault":
      return cause.reasons.map(printFault).join(", ");
    case "recovered":
      return `no longer: ${cause.reasons.map(printFault).join(", ")}`;
    case "group":
      return `group ${cause.group}: ${cause.member}: ${printCause(cause.because)}`;
    case "stopped":
      return "stopped";
    case "removed":
      return "no longer configured";
    case "reloaded":
      return "reloaded";
    default:
      return unreachable(cause);
  }
}

/** A reason for FAULT in words: "interface eth0 down". */
export function printFault(reason: FaultReason | Plain<FaultReason>): string {
  switch (reason.kind) {
    case "interface-missing":
      return `interface ${reason.interface} missing`;
    case "interface-down":
      return `interface ${reason.interface} down`;
    case "interface-unsuitable":
      return reason.lacks === "multicast"
        ? `interface ${reason.interface} without multicast`
        : `interface ${reason.interface} is a loopback`;
    case "no-source-address":
      return `no ${reason.family === "ipv4" ? "IPv4" : "IPv6"} address for interface ${reason.interface}`;
    case "source-address-missing":
      return `source address ${reason.address.toString()} missing`;
    case "no-peers":
      return "no unicast peers";
    case "no-socket":
      return `no socket on interface ${reason.interface}`;
    case "tracked-interface":
      return `tracked interface ${reason.interface} ${reason.reverse ? "up" : "down"}`;
    case "script":
      return `script ${reason.script} ${reason.verdict === "down" ? "failing" : "succeeding"}`;
    case "script-pending":
      return `script ${reason.script} without result`;
    case "file":
      return `tracked file ${reason.file} has status ${reason.status}`;
    case "process":
      return `tracked process ${reason.process} ${reason.reverse ? "running" : "quorum not achieved"}`;
    case "process-pending":
      return `tracked process ${reason.process} not counted yet`;
    case "maintenance":
      return `maintenance by ${reason.by}${reason.reason === "" ? "" : `: ${reason.reason}`}`;
    case "group":
      return `member ${reason.member} of group ${reason.group} in fault`;
    default:
      return unreachable(reason);
  }
}
