import { unreachable } from "../../base/assert.ts";
import { printDuration } from "../../base/time.ts";
import type { Fault, FaultKind, Scope } from "./fault.ts";

/** "30% of the packets from node1 are lost", as a line of a trace. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case "loss":
      return `${printShare(fault.share)} of the packets${printScope(fault.scope)} are lost`;
    case "duplication":
      return `${printShare(fault.share)} of the packets${printScope(fault.scope)} come twice`;
    case "delay": {
      const jitter = fault.jitter === 0 ? "" : ` and up to ${printDuration(fault.jitter)} more`;
      return `packets${printScope(fault.scope)} need ${printDuration(fault.fixed)}${jitter}`;
    }
    case "lateness":
      return `timers${fault.node === undefined ? "" : ` of ${fault.node}`} are late by up to ${printDuration(fault.upTo)}`;
    default:
      return unreachable(fault);
  }
}

export function describeMending(kind: FaultKind): string {
  switch (kind) {
    case "loss":
      return "no packets are lost any more";
    case "duplication":
      return "no packets come twice any more";
    case "delay":
      return "packets are on time again";
    case "lateness":
      return "timers are on time again";
    default:
      return unreachable(kind);
  }
}

/** "30%", to a thousandth of a percent. */
export function printShare(share: number): string {
  return `${String(Number((share * 100).toFixed(3)))}%`;
}

/** " on eth0 from node1 to node2", in the words of stories. */
export function printScope({ segment, from, to }: Scope): string {
  const parts = [segment && ` on ${segment}`, from && ` from ${from}`, to && ` to ${to}`];
  return parts.filter((part) => part !== undefined).join("");
}
