import type { Context, Occurrence } from "../notify/occurrence.ts";
import { printCause } from "../status/cause.ts";
import type { Cause, StateName, VrrpEvent } from "../vrrp/events.ts";
import { isOnlyPending } from "../vrrp/faults.ts";

/** What there is to tell of an event; undefined: nothing. */
export function occurrenceOf(event: VrrpEvent): Occurrence | undefined {
  if (event.kind === "instance-state") {
    const { instance: name, priority, cause } = event;
    if (isHeldBack(cause)) return undefined;
    const context: Context = { reason: printCause(cause), master: event.master?.toString() };
    if (cause.kind === "removed") return { kind: "removed", type: "INSTANCE", name, priority, context };
    return { kind: "state", type: "INSTANCE", name, state: printedState[event.to], priority, context };
  }
  // The group is told of after its members, as the reference does.
  if (event.kind === "group-arrived") {
    const { group: name, to, cause } = event;
    if (isHeldBack(cause)) return undefined;
    const context: Context = { reason: printCause(cause), master: undefined };
    return { kind: "state", type: "GROUP", name, state: printedState[to], priority: 0, context };
  }
  if (event.kind === "priority") {
    return { kind: "priority", type: "INSTANCE", name: event.instance, priority: event.to };
  }
  if (event.kind === "lower-priority-advert" && event.response === "contested") {
    const { instance: name, ours: priority, source } = event;
    const master = source.toString();
    const context: Context = { reason: `${master} advertises priority ${event.priority}, ours is ${priority}`, master };
    return { kind: "lower-priority-heard", type: "INSTANCE", name, priority, context };
  }
  return undefined;
}

/** Waiting for the first result of its scripts: nothing has failed. */
function isHeldBack(cause: Cause): boolean {
  return cause.kind === "fault" && isOnlyPending(cause.reasons);
}

/** An instance goes back to INIT only when it is stopped. */
const printedState = {
  master: "MASTER",
  backup: "BACKUP",
  fault: "FAULT",
  init: "STOP",
} as const satisfies Record<StateName, string>;
